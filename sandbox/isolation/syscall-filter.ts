import { endianness } from 'node:os';
import { type CallNumbers, conditionalCalls, deniedCalls } from './denied-calls.ts';

/*
 * A filter of system calls as classic BPF (linux/filter.h, linux/seccomp.h): eight bytes an instruction, which the kernel
 * runs before each call on `struct seccomp_data { int nr; u32 arch; u64 ip; u64 args[6]; }`.
 */

/** AUDIT_ARCH_* of linux/audit.h, and where the machine's call numbers stand in our lists. */
const machines: Readonly<Record<string, { readonly architecture: number; readonly column: 0 | 1 }>> = {
  x64: { architecture: 0xc000003e, column: 0 },
  arm64: { architecture: 0xc00000b7, column: 1 },
};

const offset = { number: 0, architecture: 4, argument: (i: number) => 16 + 8 * i };
/** Both architectures are little-endian: the low half of an argument comes first. */
const high = 4;

const operation = {
  /** BPF_LD | BPF_W | BPF_ABS */
  load: 0x20,
  /** BPF_JMP | BPF_JEQ, JGT, JSET | BPF_K */
  equal: 0x15,
  greater: 0x25,
  anyBit: 0x45,
  /** BPF_RET | BPF_K */
  end: 0x06,
};

/** SECCOMP_RET_*; an errno of asm-generic/errno-base.h stands in the low half. */
const outcome = {
  allow: 0x7fff0000,
  killProcess: 0x80000000,
  notPermitted: 0x00050001,
  /** ENOSYS: the C library then tries an older call. */
  notThere: 0x00050026,
  /** EAFNOSUPPORT */
  noSuchFamily: 0x00050061,
};

/** Bit of the number of an x32 call (asm/unistd.h); no number of aarch64 has it. */
const x32 = 0x40000000;
/** Every CLONE_NEW* of linux/sched.h. */
const newNamespaces = 0x7e020000;
/** TIOCSTI puts characters into a terminal's input, TIOCLINUX (asm-generic/ioctls.h) into a console's. */
const terminalInput = [0x5412, 0x541c];
/** AF_UNIX, AF_INET, AF_INET6, AF_NETLINK of linux/socket.h; AF_VSOCK, among the others, would reach a hypervisor. */
const families = [1, 2, 10, 16];
/** Bytes of one System V segment. It belongs to no process; a database in a test needs a small one. */
const largestSegment = 64 * 1024;

interface Instruction {
  readonly code: number;
  /** Instructions to skip if the comparison holds, and if not. */
  readonly ifTrue: number;
  readonly ifFalse: number;
  readonly value: number;
}

const load = (at: number): Instruction => ({ code: operation.load, ifTrue: 0, ifFalse: 0, value: at });
const end = (value: number): Instruction => ({ code: operation.end, ifTrue: 0, ifFalse: 0, value });
const unless = (code: number, value: number, skipped: number): Instruction => ({
  code,
  ifTrue: 0,
  ifFalse: skipped,
  value,
});

/**
 * The filter's program for `bwrap --seccomp`, or `null` for a machine whose call numbers are not listed.
 *
 * @param machine as in `process.arch`.
 */
export function syscallFilter(machine: string): Buffer | null {
  const found = machines[machine];
  if (found === undefined || endianness() !== 'LE') return null;
  const numberOf = (numbers: CallNumbers): number | null => numbers[found.column];
  const denied = Object.values(deniedCalls).flatMap((calls) => Object.values(calls));
  return assemble([
    load(offset.architecture),
    { code: operation.equal, ifTrue: 1, ifFalse: 0, value: found.architecture },
    end(outcome.killProcess),
    load(offset.number),
    unless(operation.anyBit, x32, 1),
    end(outcome.notThere),
    ...denied.flatMap((numbers) => {
      const number = numberOf(numbers);
      return number === null ? [] : ifCall(number, [end(outcome.notPermitted)]);
    }),
    ...ifCall(conditionalCalls.clone[found.column], [
      load(offset.argument(0)),
      unless(operation.anyBit, newNamespaces, 1),
      end(outcome.notPermitted),
      end(outcome.allow),
    ]),
    // Its flags lie in memory, where no filter can look.
    ...ifCall(conditionalCalls.clone3[found.column], [end(outcome.notThere)]),
    ...ifCall(conditionalCalls.ioctl[found.column], [
      load(offset.argument(1)),
      ...terminalInput.flatMap((request) => [unless(operation.equal, request, 1), end(outcome.notPermitted)]),
      end(outcome.allow),
    ]),
    ...ifCall(conditionalCalls.socket[found.column], [
      load(offset.argument(0)),
      ...families.flatMap((family) => [unless(operation.equal, family, 1), end(outcome.allow)]),
      end(outcome.noSuchFamily),
    ]),
    ...ifCall(conditionalCalls.shmget[found.column], [
      load(offset.argument(1) + high),
      { code: operation.equal, ifTrue: 1, ifFalse: 0, value: 0 },
      end(outcome.notPermitted),
      load(offset.argument(1)),
      unless(operation.greater, largestSegment, 1),
      end(outcome.notPermitted),
      end(outcome.allow),
    ]),
    end(outcome.allow),
  ]);
}

/** Runs `body`, which must end the filter, if the loaded number is the call's. */
function ifCall(number: number, body: readonly Instruction[]): Instruction[] {
  return [unless(operation.equal, number, body.length), ...body];
}

function assemble(instructions: readonly Instruction[]): Buffer {
  const program = Buffer.alloc(8 * instructions.length);
  for (const [i, { code, ifTrue, ifFalse, value }] of instructions.entries()) {
    program.writeUInt16LE(code, 8 * i);
    program.writeUInt8(ifTrue, 8 * i + 2);
    program.writeUInt8(ifFalse, 8 * i + 3);
    program.writeUInt32LE(value, 8 * i + 4);
  }
  return program;
}
