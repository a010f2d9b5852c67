import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes a program `aws` to a folder. It implements the `aws s3 cp` calls of the jobs, with buckets that are folders below
 * `BUCKETS`. For a missing object it reports 403, as S3 does to a role that may not list.
 */
export function installFakeAwsCli(folder: string): void {
  const program = join(folder, 'aws');
  writeFileSync(
    program,
    `#!/usr/bin/env bash
set -euo pipefail
[ "$1 $2" = "s3 cp" ] || { echo "aws: unknown command $*" >&2; exit 252; }
shift 2
recursive= links=-L
while [[ "$1" == --* ]]; do
  case "$1" in --recursive) recursive=1 ;; --no-follow-symlinks) links=-P ;; esac
  shift
done
place() { case "$1" in s3://*) echo "$BUCKETS/\${1#s3://}" ;; *) echo "$1" ;; esac; }
from=$(place "$1"); to=$(place "$2")
[ -e "$from" ] || { echo "fatal error: An error occurred (403) when calling the HeadObject operation: Forbidden" >&2; exit 1; }
if [ -n "$recursive" ]; then mkdir -p "$to"; cp -R "$links" "$from/." "$to"; find "$to" -type l -delete; else mkdir -p "$(dirname "$to")"; cp "$from" "$to"; fi
`,
  );
  chmodSync(program, 0o755);
}
