const paths = ['PATH', 'TMPDIR', 'SSL_CERT_FILE', 'SSL_CERT_DIR', 'NODE_EXTRA_CA_CERTS'];
const proxies = ['http_proxy', 'https_proxy', 'no_proxy', 'HTTP_PROXY', 'HTTPS_PROXY', 'NO_PROXY'];

/**
 * The part of our environment that a program needs to run and to reach the network, and nothing else: other variables
 * hold the credentials of the job's role, which git and npm must not see.
 */
export function networkEnvironment(): Record<string, string> {
  return Object.fromEntries(
    [...paths, ...proxies].flatMap((name) => {
      const value = process.env[name];
      return value === undefined ? [] : [[name, value]];
    }),
  );
}
