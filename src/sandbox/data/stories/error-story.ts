import { breadcrumbsEntry } from '../bodies/breadcrumbs.ts';
import { debugImagesEntry } from '../bodies/debug-images.ts';
import { requestEntry } from '../bodies/request.ts';
import { stacktraceOf, threadsEntry } from '../bodies/threads.ts';
import type { EventBody } from '../model.ts';
import { chooseWords, fill, type ProjectPlan, type Words } from '../plans/plan.ts';
import { mix, type Random, randomFromSeed } from '../random.ts';
import { framesOf, minifiedFrames, registersOf } from '../stacktraces/frames.ts';
import { type ErrorTemplate, type Place, parsePlace } from '../stacktraces/language.ts';
import type { Moment, Story, StoryMaker } from './story.ts';

/** An error of a project: which error it is and where it strikes follow from its index. */
export function errorStory(index: number): StoryMaker {
  return (project, random) => {
    const { errors } = project.language;
    const template = errors[index % errors.length] ?? random.pick(errors);
    return tell(project, template, pathTo(project, index + Math.floor(index / errors.length), random), random);
  };
}

/** An error told by hand: `depth` is the number of frames of the application, `place` the index of the failing one. */
export function namedErrorStory(
  template: ErrorTemplate,
  depth: number,
  place: number,
  transaction?: string,
): StoryMaker {
  return (project, random) => {
    const places = project.places.map(parsePlace);
    const path = Array.from(
      { length: depth },
      (_, step) => places[(place + 1 + step + places.length * 9 - depth) % places.length],
    );
    return tell(
      project,
      template,
      path.filter((step) => step !== undefined),
      random,
      transaction,
    );
  };
}

function pathTo(project: ProjectPlan, end: number, random: Random): Place[] {
  const places = project.places.map(parsePlace);
  const last = places[(end * 5) % places.length] ?? random.pick(places);
  const others = random.sample(
    places.filter((place) => place !== last),
    random.int(3, 6),
  );
  return [...others.sort((a, b) => places.indexOf(a) - places.indexOf(b)), last];
}

function tell(project: ProjectPlan, template: ErrorTemplate, path: Place[], random: Random, route?: string): Story {
  const { language } = project;
  const words = chooseWords(project, random);
  const type = fill(template.type, words);
  const value = fill(template.value, words);
  const place = path.at(-1) ?? { file: 'main', name: 'main' };
  const { filename, absPath } = language.locate(place, project.slug);
  const transaction = route ?? random.pick(project.transactions);
  const handled = template.handled ?? false;
  const title = value === '' ? type : `${type}: ${value.split('\n')[0]}`;
  const serving = project.surface === 'server' || project.surface === 'worker';
  return {
    title,
    culprit: serving && (route !== undefined || random.chance(0.5)) ? transaction : language.culprit(place),
    type: 'error',
    issueType: 'error',
    issueCategory: 'error',
    level: template.level ?? 'error',
    logger: handled && language.platform === 'python' ? project.slug.replaceAll('-', '.') : null,
    platform: language.platform,
    metadata: {
      type,
      value,
      filename: filename ?? absPath ?? '',
      function: language.locate(place, project.slug).function ?? '',
      display_title_with_tree_label: false,
      in_app_frame_mix: 'mixed',
    },
    message: `${type} ${value}`.trim(),
    location: filename,
    transaction,
    isUnhandled: !handled,
    mechanism: language.mechanisms[handled ? 1 : 0],
    hasUser: project.surface !== 'worker',
    entries: (moment) => errorEntries(project, { template, path, words, title }, moment),
  };
}

type Telling = { template: ErrorTemplate; path: Place[]; words: Words; title: string };

function errorEntries(
  project: ProjectPlan,
  { template, path, words, title }: Telling,
  moment: Moment,
): EventBody['entries'] {
  const chain: ErrorTemplate[] = [];
  for (let link: ErrorTemplate | undefined = template; link !== undefined; link = link.cause) chain.unshift(link);
  const values = chain.map((link, index) => {
    const outermost = index === chain.length - 1;
    return exceptionValue(
      project,
      { template: link, path: outermost ? path : path.slice(Math.floor(path.length / 2)), words, title },
      moment,
      {
        index,
        outermost,
        chained: chain.length > 1,
      },
    );
  });
  const frames = values.at(-1)?.frames ?? [];
  const crashed = !(template.handled ?? false);
  return [
    {
      type: 'exception',
      data: { values: values.map(({ exception }) => exception), excOmitted: null, hasSystemFrames: true },
    },
    threadsEntry(project, frames, crashed, moment.random),
    breadcrumbsEntry(project, moment, title),
    requestEntry(project, moment),
    debugImagesEntry(project, frames),
  ].filter((entry) => entry !== null);
}

function exceptionValue(
  project: ProjectPlan,
  { template, path, words }: Telling,
  moment: Moment,
  position: { index: number; outermost: boolean; chained: boolean },
): { exception: Record<string, unknown>; frames: ReturnType<typeof framesOf> } {
  const { language, surface } = project;
  const random = randomFromSeed(mix(moment.random.int(0, 0x7fff_ffff)));
  const frames = framesOf({ project, path, template, words }, random);
  const handled = template.handled ?? false;
  const arch = language.platform === 'cocoa' ? 'arm64' : 'x86_64';
  const native = language.platform === 'native' || language.platform === 'cocoa';
  const threaded = native || language.platform === 'java' || surface === 'desktop';
  return {
    frames,
    exception: {
      type: fill(template.type, words),
      value: fill(template.value, words),
      module: template.module ?? null,
      threadId: threaded ? (language.platform === 'java' ? '2' : 0) : null,
      mechanism: {
        type: position.outermost ? language.mechanisms[handled ? 1 : 0] : 'chained',
        handled,
        ...(position.chained
          ? { exception_id: position.index, source: position.outermost ? undefined : '__cause__' }
          : {}),
        ...(native && position.outermost ? { meta: { signal: signalOf(template.type) } } : {}),
      },
      stacktrace: stacktraceOf(frames, native ? registersOf(arch, random) : null),
      rawStacktrace:
        language.platform === 'javascript' ? stacktraceOf(minifiedFrames(frames, project.host, random)) : null,
    },
  };
}

const signals = new Map([
  ['SIGSEGV', 11],
  ['SIGABRT', 6],
  ['SIGBUS', 10],
  ['SIGFPE', 8],
  ['SIGILL', 4],
]);

function signalOf(type: string): { number: number; name: string } {
  const number = signals.get(type);
  return number === undefined ? { number: 5, name: 'SIGTRAP' } : { number, name: type };
}
