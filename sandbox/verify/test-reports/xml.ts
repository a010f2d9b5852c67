/** What a reader of XML is told, in the order of the text. */
export interface XmlHandler {
  open(name: string, attributes: ReadonlyMap<string, string>): void;
  /** A piece of what stands between tags. */
  text(text: string): void;
  close(name: string): void;
}

const deepest = 100;
const tagName = /[\p{L}_][\p{L}\p{N}_:.-]*/uy;
const attribute = /\s+([\p{L}_][\p{L}\p{N}_:.-]*)\s*=\s*(?:"([^"]*)"|'([^']*)')/uy;
const endOfTag = /\s*(\/?)>/uy;
const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const cdata = { start: '<![CDATA[', end: ']]>' };
/** What is passed over, up to its end. */
const passedOver = [{ start: '<!--', end: '-->' }, { start: '<?', end: '?>' }, cdata];

/**
 * Reads the elements, attributes and texts of a document that anyone may have written. The time is linear in its length, the depth
 * is limited, and a document type is refused, since only one can define entities that grow.
 *
 * @throws Error that says what is wrong, and at which character.
 */
export function readXml(text: string, handler: XmlHandler): void {
  const open: string[] = [];
  let elements = 0;
  let at = text.indexOf('<');
  while (at !== -1) {
    const skipped = passedOver.find(({ start }) => text.startsWith(start, at));
    if (skipped) {
      const end = after(text, skipped.end, at);
      if (skipped === cdata) handler.text(text.slice(at + cdata.start.length, end - cdata.end.length));
      at = end;
    } else if (text.startsWith('<!', at)) throw wrong('a document type is not allowed', at);
    else if (text.startsWith('</', at)) {
      const name = match(tagName, text, at + 2)?.[0];
      if (name === undefined || open.pop() !== name)
        throw wrong('an element ends that is not the open one', at);
      handler.close(name);
      at = after(text, '>', at);
    } else {
      const tag = readTag(text, at);
      elements += 1;
      handler.open(tag.name, tag.attributes);
      if (tag.isEmpty) handler.close(tag.name);
      else if (open.push(tag.name) > deepest) throw wrong(`elements lie more than ${deepest} deep`, at);
      at = tag.end;
    }
    const next = text.indexOf('<', at);
    if (next > at) handler.text(decoded(text.slice(at, next)));
    at = next;
  }
  if (open.length > 0) throw wrong(`the element ${open.at(-1)} has no end`, text.length);
  if (elements === 0) throw wrong('it has no element', 0);
}

interface Tag {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly isEmpty: boolean;
  readonly end: number;
}

function readTag(text: string, start: number): Tag {
  const name = match(tagName, text, start + 1)?.[0];
  if (name === undefined) throw wrong('"<" begins no element', start);
  const attributes = new Map<string, string>();
  let at = start + 1 + name.length;
  for (let found = match(attribute, text, at); found !== null; found = match(attribute, text, at)) {
    attributes.set(found[1] ?? '', decoded(found[2] ?? found[3] ?? ''));
    at += found[0].length;
  }
  const end = match(endOfTag, text, at);
  if (end === null) throw wrong(`the attributes of ${name.slice(0, 100)} cannot be read`, at);
  return { name, attributes, isEmpty: end[1] === '/', end: at + end[0].length };
}

function decoded(value: string): string {
  return value.replaceAll(
    /&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w{2,4}));/gi,
    (whole, decimal, hexadecimal, name) => {
      if (name !== undefined) return Object.hasOwn(named, name) ? (named[name] ?? whole) : whole;
      const point = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
      return point <= 0x10_ff_ff ? String.fromCodePoint(point) : whole;
    },
  );
}

function after(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  if (found === -1) throw wrong(`"${end}" is missing`, from);
  return found + end.length;
}

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at;
  return pattern.exec(text);
}

function wrong(what: string, at: number): Error {
  return new Error(`${what} (character ${at + 1})`);
}
