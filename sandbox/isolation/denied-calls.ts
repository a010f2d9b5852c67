// cspell:disable: the names are those of the kernel.
/** Number of a system call on x86_64 and on aarch64; `null` where it does not exist. */
export type CallNumbers = readonly [x64: number | null, arm64: number | null];

/*
 * System calls that a Node service never needs, by what they would reach. The numbers are those of Linux:
 * arch/x86/entry/syscalls/syscall_64.tbl and include/uapi/asm-generic/unistd.h. They never change.
 */
export const deniedCalls: Readonly<Record<string, Readonly<Record<string, CallNumbers>>>> = {
  'other processes': {
    ptrace: [101, 117],
    process_vm_readv: [310, 270],
    process_vm_writev: [311, 271],
    process_madvise: [440, 440],
    kcmp: [312, 272],
    pidfd_getfd: [438, 438],
  },
  namespaces: {
    unshare: [272, 97],
    setns: [308, 268],
  },
  mounts: {
    mount: [165, 40],
    umount2: [166, 39],
    pivot_root: [155, 41],
    chroot: [161, 51],
    move_mount: [429, 429],
    open_tree: [428, 428],
    fsopen: [430, 430],
    fsconfig: [431, 431],
    fsmount: [432, 432],
    fspick: [433, 433],
    mount_setattr: [442, 442],
  },
  'programs and events in the kernel': {
    bpf: [321, 280],
    perf_event_open: [298, 241],
    userfaultfd: [323, 282],
    io_uring_setup: [425, 425],
    io_uring_enter: [426, 426],
    io_uring_register: [427, 427],
    fanotify_init: [300, 262],
    init_module: [175, 105],
    finit_module: [313, 273],
    delete_module: [176, 106],
    kexec_load: [246, 104],
    kexec_file_load: [320, 294],
  },
  'keys and handles': {
    add_key: [248, 217],
    request_key: [249, 218],
    keyctl: [250, 219],
    name_to_handle_at: [303, 264],
    open_by_handle_at: [304, 265],
  },
  'memory that no file system and no process counts': {
    memfd_create: [319, 279],
    memfd_secret: [447, 447],
    vmsplice: [278, 75],
  },
  'the whole machine': {
    acct: [163, 89],
    adjtimex: [159, 171],
    clock_adjtime: [305, 266],
    clock_settime: [227, 112],
    iopl: [172, null],
    ioperm: [173, null],
    lookup_dcookie: [212, 18],
    modify_ldt: [154, null],
    move_pages: [279, 239],
    personality: [135, 92],
    quotactl: [179, 60],
    quotactl_fd: [443, 443],
    reboot: [169, 142],
    setdomainname: [171, 162],
    sethostname: [170, 161],
    settimeofday: [164, 170],
    swapoff: [168, 225],
    swapon: [167, 224],
    syslog: [103, 116],
    uselib: [134, null],
    vhangup: [153, 58],
  },
};

/** Calls of which only some arguments are denied. */
export const conditionalCalls = {
  clone: [56, 220],
  clone3: [435, 435],
  ioctl: [16, 29],
  socket: [41, 198],
  shmget: [29, 194],
} as const satisfies Record<string, CallNumbers>;
