const paths = ['PATH', 'TMPDIR', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS'];
const proxies = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];

/**
 * What a program needs of our environment to run and to reach the network, and nothing else: the job's role speaks
 * through variables that neither git nor npm has any business with.
 */
export function networkEnvironment(): Record<string, string> {
  return Object.fromEntries(
    [...paths, ...proxies].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
