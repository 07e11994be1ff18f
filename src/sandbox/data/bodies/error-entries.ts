import type { EventBody } from '../model.ts';
import { fill, type ProjectPlan, type Words } from '../plans/plan.ts';
import { mix, randomFromSeed } from '../random.ts';
import { framesOf, minifiedFrames, registersOf } from '../stacktraces/frames.ts';
import type { ErrorTemplate, Place } from '../stacktraces/language.ts';
import type { Moment } from '../stories/story.ts';
import { breadcrumbsEntry } from './breadcrumbs.ts';
import { debugImagesEntry } from './debug-images.ts';
import { requestEntry } from './request.ts';
import { stacktraceOf, threadsEntry } from './threads.ts';

/** What is told of an error: which it is, where it strikes, and the words that fill its texts. */
export type Telling = { template: ErrorTemplate; path: Place[]; words: Words; title: string };

/** The entries of an error's event: exceptions, and what the platform's SDK sends along. */
export function errorEntries(
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
