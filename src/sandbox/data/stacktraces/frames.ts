import { fill, type ProjectPlan, type Words } from '../plans/plan.ts';
import { hashText, type Random } from '../random.ts';
import type { ErrorTemplate, Frame, LibraryFrame, Location, Place } from './language.ts';

const empty: Frame = {
  filename: null,
  absPath: null,
  module: null,
  package: null,
  platform: null,
  instructionAddr: null,
  symbolAddr: null,
  function: null,
  rawFunction: null,
  symbol: null,
  context: [],
  lineNo: null,
  colNo: null,
  inApp: false,
  trust: null,
  errors: null,
  vars: null,
  sourceLink: null,
};

/** What a trace is made of: the application's functions from the outermost to the failing one, and the error. */
export type Trace = { project: ProjectPlan; path: Place[]; template: ErrorTemplate; words: Words };

/** The frames of a trace, outermost first; `random` decides what differs between events, such as addresses. */
export function framesOf({ project, path, template, words }: Trace, random: Random): Frame[] {
  const { language } = project;
  const compiled = language.platform === 'native' || language.platform === 'cocoa';
  const frames: Frame[] = [];
  for (const frame of language.entry) frames.push(libraryFrame(frame, language.locateLibrary(frame), words));
  path.forEach((place, index) => {
    const callee = path[index + 1]?.name;
    const code = callee === undefined ? fill(template.line, words) : callLine(project, place, callee);
    frames.push(appFrame(project, place, code));
    if (language.platform === 'python') setVars(frames.at(-1), words, random);
  });
  for (const frame of template.inner ?? []) frames.push(libraryFrame(frame, language.locateLibrary(frame), words));
  return compiled ? frames.map((frame, index) => withAddress(frame, index === frames.length - 1, random)) : frames;
}

function callLine(project: ProjectPlan, place: Place, callee: string): string {
  const { calls } = project.language;
  const call = calls[hashText(`${place.file}#${place.name}`) % calls.length] ?? '{callee}()';
  const name =
    callee
      .replace(/\([^()]*\)$/, '')
      .split('.')
      .at(-1) ?? callee;
  return call.replace('{callee}', name);
}

function appFrame(project: ProjectPlan, place: Place, code: string): Frame {
  const { language } = project;
  const seed = hashText(`${project.slug}:${place.file}#${place.name}`);
  const lineNo = 24 + (seed % 380);
  const before = language.before[seed % language.before.length] ?? [];
  const after = language.after[seed % language.after.length] ?? [];
  const lines = [...before, code, ...after];
  const location = language.locate(place, project.slug);
  const hasColumns = language.platform === 'javascript' || language.platform === 'node';
  return {
    ...empty,
    ...location,
    lineNo,
    colNo: hasColumns ? code.length - code.trimStart().length + 1 + (seed % 17) : null,
    inApp: true,
    context: lines.map((line, index) => [lineNo - before.length + index, line]),
    sourceLink:
      seed % 3 === 0 ? `https://github.example.com/acme/${project.slug}/blob/main/${place.file}#L${lineNo}` : null,
    ...(language.platform === 'python' ? { minGroupingLevel: 0 } : {}),
  };
}

function libraryFrame(frame: LibraryFrame, location: Location, words: Words): Frame {
  const lineNo = frame.line > 0 ? frame.line : null;
  const code = frame.code === undefined ? [] : [fill(frame.code, words)];
  return {
    ...empty,
    ...location,
    lineNo,
    context: lineNo === null ? [] : code.map((line) => [lineNo, `        ${line}`]),
  };
}

function setVars(frame: Frame | undefined, words: Words, random: Random): void {
  if (frame === undefined) return;
  frame.vars = {
    self: `<acme.${words['Noun']} object at 0x7f${random.hex(10)}>`,
    pk: words['id'] ?? null,
    [words['noun'] ?? 'row']: `<${words['Noun']}: ${words['id']}>`,
    [words['field'] ?? 'value']: random.chance(0.4) ? 'None' : `'${random.hex(6)}'`,
    options: { dry_run: 'False', retries: String(random.int(0, 3)), timeout: '10' },
    token: '[Filtered]',
  };
}

function withAddress(frame: Frame, innermost: boolean, random: Random): Frame {
  const symbol = 0x1_0000_0000 + (hashText(frame.function ?? '') % 0x4000_0000);
  return {
    ...frame,
    symbolAddr: `0x${symbol.toString(16)}`,
    instructionAddr: `0x${(symbol + random.int(4, 400)).toString(16)}`,
    trust: innermost ? 'context' : 'cfi',
  };
}

/** The trace as the browser reported it, before source maps were applied. */
export function minifiedFrames(frames: Frame[], host: string, random: Random): Frame[] {
  const letters = 'abcdefghijklmnopqrstuvwxyz';
  return frames.map((frame) => {
    const bundle = frame.inApp ? 'app.3f9c1b7e' : 'vendor.71d0aa42';
    const code = frame.context.find(([line]) => line === frame.lineNo)?.[1].trim() ?? 'return e.apply(this,arguments)';
    return {
      ...empty,
      function: letters.charAt((frame.lineNo ?? 0) % 26),
      filename: `/static/js/${bundle}.js`,
      absPath: `https://${host}/static/js/${bundle}.js`,
      lineNo: 1,
      colNo: random.int(2000, 480_000),
      inApp: frame.inApp,
      context: [[1, `{snip} ${code.replaceAll(/\s+/g, '').slice(0, 90)} {snip}`]],
    };
  });
}

/** CPU registers at the crash. */
export function registersOf(arch: string, random: Random): Record<string, string> {
  const names = arch.startsWith('arm')
    ? ['x0', 'x1', 'x2', 'x3', 'x8', 'x19', 'x20', 'fp', 'lr', 'sp', 'pc']
    : ['rax', 'rbx', 'rcx', 'rdx', 'rsi', 'rdi', 'rbp', 'rsp', 'r8', 'r9', 'rip'];
  return Object.fromEntries(names.map((name) => [name, `0x0000${random.hex(12)}`]));
}
