import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asMarkdown, asQuote } from '#core/improvements/documents/markdown.ts';

describe('text of somebody else as Markdown', () => {
  it.each([
    ['shows plain words as they are', 'GET /prices takes 240 ms (p95)', 'GET /prices takes 240 ms (p95)'],
    ['begins no heading', '# Owned', '\\# Owned'],
    ['begins no list', '- x', '\\- x'],
    ['begins no numbered list', '12. x', '12\\. x'],
    ['makes no HTML', '<img src=x onerror=y>', '\\<img src=x onerror=y\\>'],
    ['makes no link', '[here](http://evil)', '\\[here\\](http\\://evil)'],
    ['makes no link of an address', 'see www.evil.com', 'see www\\.evil.com'],
    ['makes no code', '`rm`', '\\`rm\\`'],
    ['adds no cell to a table', 'a | b', 'a \\| b'],
    ['computes nothing where pages are MDX or Liquid', '{{ secret }}', '\\{\\{ secret \\}\\}'],
    ['keeps no character that does not show', 'a\u202eb\u200bc\n\nd', 'a b c d'],
    ['undoes no escape', 'a\\*b', 'a\\\\\\*b'],
  ])('%s', (_, text, expected) => {
    expect(asMarkdown(text)).toBe(expected);
  });

  it('leaves no character without its backslash that begins anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const plain = asMarkdown(text).replaceAll(/\\./gsu, 'x');
        expect(plain).not.toMatch(/[\\`*_{}[\]<>#|~&!$^\n\r]|:\/\/|^[-+=:]/);
      }),
      { examples: [['&+']] },
    );
  });

  it('keeps every other character', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const shown = text.replaceAll(/[\p{C}\p{Z}]+/gu, ' ').trim();
        expect(asMarkdown(text).replaceAll(/\\(.)/gsu, '$1')).toBe(shown);
      }),
    );
  });
});

it('quotes each paragraph, so that none of them leaves the quote', () => {
  expect(asQuote('One\nline.\n\n\n# Two\n\n \n')).toBe('> One line.\n>\n> \\# Two');
});
