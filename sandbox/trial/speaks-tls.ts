import { connect } from 'node:net';
import { connect as secure } from 'node:tls';
import { second } from '#core/time.ts';

const patience = 2 * second;

/** Whether what listens behind a Unix socket greets with TLS. */
export function speaksTls(socket: string): Promise<boolean> {
  return new Promise((resolve) => {
    const plain = connect({ path: socket });
    const timer = setTimeout(() => end(false), patience);
    const end = (answer: boolean) => {
      clearTimeout(timer);
      plain.destroy();
      resolve(answer);
    };
    plain.on('error', () => end(false));
    // Its certificate is of no interest: nothing is sent.
    const tls = secure({ socket: plain, rejectUnauthorized: false }, () => end(true));
    tls.on('error', () => end(false)).on('close', () => end(false));
  });
}
