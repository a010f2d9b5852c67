import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutEntry } from '#core/improvements/documents/remove-entry.ts';
import { withEntry } from '#core/improvements/documents/unreleased-section.ts';

const changelog = (unreleased: string) =>
  `# Changelog\n\n## [Unreleased]\n${unreleased}\n## [1.0.0]\n\n### Fixed\n\n- z\n`;
const added = (before: string, entry = 'MINE') => withEntry(before, entry) ?? '';

describe('an entry is removed', () => {
  it('so that the changelog is as before, if nobody has changed it since', () => {
    const line = fc.constantFrom('', '- a', '* b', '### Changed', '### Added', 'text', '## 0.9', '[x]: y');
    const lines = fc.array(line, { maxLength: 8 });
    fc.assert(
      fc.property(lines, fc.constantFrom('\n', '\r\n'), (body, end) => {
        const before = ['## Unreleased', ...body].join(end);
        const after = added(before);
        expect(withoutEntry({ before, after, now: after })).toBe(before);
      }),
    );
  });

  it('from among entries that were added since, above and below', () => {
    const before = changelog('\n### Changed\n\n- a\n');
    const after = added(before);
    const now = added(after, 'THEIRS').replace('- a\n', '- a\n- later\n');
    expect(withoutEntry({ before, after, now })).toBe(changelog('\n### Changed\n\n- THEIRS\n- a\n- later\n'));
  });

  it('together with the heading that came with it', () => {
    const before = changelog('');
    const after = added(before);
    const now = `${after}- later\n`;
    expect(withoutEntry({ before, after, now })).toBe(`${before}- later\n`);
  });

  it('but not the heading, if others use it by now', () => {
    const before = changelog('');
    const after = added(before);
    const now = added(after, 'THEIRS');
    expect(withoutEntry({ before, after, now })).toContain('### Changed\n\n- THEIRS\n');
  });
});

describe('an entry stays', () => {
  const before = changelog('\n### Changed\n\n- a\n');
  const after = added(before);

  it('if it was released in the meantime', () => {
    const now = after.replace('## [Unreleased]', '## [Unreleased]\n\n## [1.1.0]');
    expect(withoutEntry({ before, after, now })).toBe(now);
  });

  it('if somebody has rewritten it', () => {
    const now = after.replace('MINE', 'Ours');
    expect(withoutEntry({ before, after, now })).toBe(now);
  });
});
