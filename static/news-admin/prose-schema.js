// The schema of the second engine, the same as in news/admin/editors/prose_schema.py. Change both or neither.

const attributeOf = (name, fallback = null) => ({
  default: fallback,
  parseHTML: (element) => element.getAttribute(name) ?? fallback,
  renderHTML: (values) => (values[name] ? { [name]: values[name] } : {}),
});

const named = (...names) => Object.fromEntries(names.map((name) => [name, attributeOf(name)]));

// Remembers where a paragraph or row was when it was read; `writeHtml` removes that again.
const remembered = (name, read) => ({
  default: null,
  parseHTML: read,
  renderHTML: (values) => (values[name] ? { [`data-${name}`]: values[name] } : {}),
});

const makeLayout = ({ Extension }) => Extension.create({
  name: 'layout',
  addGlobalAttributes: () => [
    {
      types: ['paragraph', 'heading', 'blockquote', 'listItem', 'tableCell', 'tableHeader', 'caption'],
      attributes: named('class'),
    },
    { types: ['paragraph'], attributes: { place: remembered('place', (element) => element.parentElement?.localName) } },
    { types: ['tableRow'], attributes: { part: remembered('part', (element) => element.parentElement?.localName) } },
  ],
});

const linkOf = (name) => ({
  default: null,
  parseHTML: (element) => element.closest('a')?.getAttribute(name) ?? null,
  renderHTML: () => ({}),
});

const makePictures = ({ Node }) => {
  const [source, size] = [named('src'), named('width', 'height')];
  const alt = { default: '', parseHTML: (element) => element.getAttribute('alt') ?? '' };
  const image = Node.create({
    name: 'image',
    group: 'inline',
    inline: true,
    addAttributes: () => ({ ...source, alt, ...size }),
    parseHTML: () => [{ tag: 'img' }],
    renderHTML: ({ HTMLAttributes }) => ['img', HTMLAttributes],
  });
  const picture = Node.create({
    name: 'picture',
    addAttributes: () => ({ ...source, alt, ...size, link: linkOf('href'), linkTitle: linkOf('title') }),
    parseHTML: () => [{ tag: 'figure img', priority: 60 }],
    renderHTML: ({ node: { attrs }, HTMLAttributes }) => {
      const title = attrs.linkTitle ? { title: attrs.linkTitle } : {};
      return attrs.link ? ['a', { href: attrs.link, ...title }, ['img', HTMLAttributes]] : ['img', HTMLAttributes];
    },
  });
  const caption = Node.create({
    name: 'caption',
    content: 'inline*',
    isolating: true,
    parseHTML: () => [{ tag: 'figcaption' }],
    renderHTML: ({ HTMLAttributes }) => ['figcaption', HTMLAttributes, 0],
  });
  const figure = Node.create({
    name: 'figure',
    group: 'block',
    content: 'picture caption?',
    isolating: true,
    draggable: true,
    addAttributes: () => ({ class: { ...attributeOf('class', ''), default: 'image' } }),
    parseHTML: () => [{ tag: 'figure' }],
    renderHTML: ({ HTMLAttributes }) => ['figure', HTMLAttributes, 0],
  });
  return [figure, picture, caption, image];
};

const makeCode = ({ CodeBlock }) => CodeBlock.extend({
  addAttributes: () => ({
    language: { default: null, rendered: false },
    preClass: { default: null, rendered: false, parseHTML: (element) => element.getAttribute('class') },
    codeClass: { default: null, rendered: false, parseHTML: (element) => element.firstElementChild?.getAttribute('class') },
    hasCode: { default: true, rendered: false, parseHTML: (element) => element.firstElementChild?.localName === 'code' },
  }),
  renderHTML: ({ node: { attrs } }) => {
    const classes = (name) => (name ? { class: name } : {});
    return attrs.hasCode ? ['pre', classes(attrs.preClass), ['code', classes(attrs.codeClass), 0]]
      : ['pre', classes(attrs.preClass), 0];
  },
});

const makeMark = ({ Mark }, tag) => Mark.create({
  name: tag,
  parseHTML: () => [{ tag }],
  renderHTML: () => [tag, 0],
});

const makeLink = ({ Link }, askForLink) => Link.extend({
  addAttributes: () => named('href', 'title'),
  addKeyboardShortcuts: () => ({ 'Mod-k': () => { askForLink(); return true; } }),
}).configure({
  openOnClick: false,
  autolink: false,
  isAllowedUri: (address) => window.newsPasteRuns.mayLinkTo(address ?? ''),
});

export const makeExtensions = (engine, { askForLink }) => [
  engine.Document, engine.Paragraph, engine.Text, engine.HardBreak, engine.HorizontalRule, engine.Blockquote,
  engine.Heading.configure({ levels: [2, 3, 4] }),
  engine.BulletList,
  engine.OrderedList.extend({
    addAttributes: () => ({ start: { default: 1, parseHTML: ({ start }) => start } }),
    addNodeView: null,
  }),
  engine.ListItem.extend({ content: 'block+' }),
  engine.Bold, engine.Italic, engine.Underline, engine.Strike, engine.Subscript, engine.Superscript,
  engine.Code.extend({ excludes: '' }),
  makeMark(engine, 'cite'), makeMark(engine, 'q'), makeLink(engine, askForLink), makeCode(engine),
  engine.Table.extend({ addNodeView: null }).configure({ resizable: false }),
  engine.TableRow, engine.TableHeader, engine.TableCell,
  ...makePictures(engine), makeLayout(engine),
  engine.History, engine.Dropcursor, engine.Gapcursor,
];
