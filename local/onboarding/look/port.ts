import { codeFiles } from './code-files.ts';
import type { FileView } from './file-view.ts';

/** Of other servers that a service calls. */
const elsewhere =
  /DB|DATABASE|REDIS|MONGO|POSTGRES|PG|MYSQL|SMTP|MAIL|AMQP|RABBIT|KAFKA|ELASTIC|DEBUG|METRICS|SSL|HTTPS|TLS/;

/** Whether the code reads `PORT`. */
export const readsPort = (view: FileView): boolean =>
  textsOf(view).some((text) => /\benv\b/.test(text) && /\bPORT\b/.test(text));

/** Other variables that may hold the port: `APP_PORT`. */
export function portVariables(view: FileView): readonly string[] {
  const names = textsOf(view).flatMap((text) => text.match(/\b[A-Z][A-Z0-9_]*_PORT\b/g) ?? []);
  return [...new Set(names)].filter((name) => !elsewhere.test(name));
}

/** A port that stands in the code as a number: `.listen(3000`. */
export function writtenPort(view: FileView): number | null {
  for (const text of textsOf(view)) {
    const found = /\.listen\(\s*(?:\{\s*port:\s*)?(\d{2,5})\b|\bport\s*[:=]\s*(\d{4,5})\b/i.exec(text);
    if (found) return Number(found[1] ?? found[2]);
  }
  return null;
}

const textsOf = (view: FileView): readonly string[] => codeFiles(view).map((path) => view.read(path) ?? '');
