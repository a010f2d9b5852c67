import { describe, expect, it } from 'vitest';
import { withEntry } from '#core/improvements/documents/unreleased-section.ts';

const forms = [
  [
    'below "Performance", where there is one',
    '# Changelog\n\n## [Unreleased]\n\n### Changed\n\n- a\n\n### Performance\n\n- b\n\n## [1.0.0]\n',
    '# Changelog\n\n## [Unreleased]\n\n### Changed\n\n- a\n\n### Performance\n\n- NEW\n- b\n\n## [1.0.0]\n',
  ],
  [
    'below "Changed"',
    '## [Unreleased]\n### Added\n* x\n### Changed\n* a\n\n## [1.0.0]\n',
    '## [Unreleased]\n### Added\n* x\n### Changed\n* NEW\n* a\n\n## [1.0.0]\n',
  ],
  [
    'below a new "Changed" in a section that has only others',
    '## [Unreleased]\n\n### Fixed\n\n- a\n\n## [1.0.0]\n',
    '## [Unreleased]\n\n### Fixed\n\n- a\n\n### Changed\n\n- NEW\n\n## [1.0.0]\n',
  ],
  [
    'below a new "Changed" in an empty section of a changelog with such headings',
    '## [Unreleased]\n## [1.0.0]\n### Fixed\n- a\n',
    '## [Unreleased]\n\n### Changed\n\n- NEW\n\n## [1.0.0]\n### Fixed\n- a\n',
  ],
  [
    'above the addresses of links at the end',
    '## [Unreleased]\n\n### Added\n\n- a\n\n[Unreleased]: https://example.com\n',
    '## [Unreleased]\n\n### Added\n\n- a\n\n### Changed\n\n- NEW\n\n[Unreleased]: https://example.com\n',
  ],
  [
    'on top of a plain list',
    '# Changes\n\n## 2.1 (unreleased)\n\n* a\n* b\n\n## 2.0\n\n* c\n',
    '# Changes\n\n## 2.1 (unreleased)\n\n* NEW\n* a\n* b\n\n## 2.0\n\n* c\n',
  ],
  [
    'in an empty section of a changelog with plain lists, with its list mark',
    '# Unreleased\n\n# 2.0\n\n* c\n',
    '# Unreleased\n\n* NEW\n\n# 2.0\n\n* c\n',
  ],
  ['in a section without text at the end', '## Unreleased', '## Unreleased\n\n- NEW'],
  [
    'with the line ends of a file from Windows',
    '## [Unreleased]\r\n\r\n### Changed\r\n\r\n- a\r\n',
    '## [Unreleased]\r\n\r\n### Changed\r\n\r\n- NEW\r\n- a\r\n',
  ],
] as const;

describe('an entry is added to the unreleased section', () => {
  it.each(forms)('%s', (_, before, after) => {
    expect(withEntry(before, 'NEW')).toBe(after);
  });

  it.each(['', '# Changelog\n\n## 1.0.0\n\n- a\n', 'Nothing is unreleased here.\n', '#### Unreleased\n'])(
    'and nowhere without one: %j',
    (changelog) => {
      expect(withEntry(changelog, 'NEW')).toBeNull();
    },
  );
});
