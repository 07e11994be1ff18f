import { type Mark, markTexts } from '../label.ts';
import type { EventBody, EventHead } from '../model.ts';
import type { ProjectPlan } from '../plans/plan.ts';
import { mix, type Random, randomFromSeed } from '../random.ts';
import type { Setting } from '../settings.ts';
import type { Moment, Story } from '../stories/story.ts';
import { breakBody } from './broken.ts';
import { contextsOf } from './contexts.ts';

/** What the body of an event is made of. */
export type BodySource = {
  project: ProjectPlan;
  story: Story;
  head: Omit<EventHead, 'body'>;
  setting: Setting;
  seed: number;
  /** Position of the event in its issue, from the newest. */
  index: number;
  broken: boolean;
  mark: Mark;
};

const problems: Record<string, EventBody['errors'][number]> = {
  javascript: {
    type: 'js_invalid_sourcemap_location',
    message: 'Invalid location in sourcemap',
    data: { column: 8, row: 15, source: 'https://cdn.example.com/static/js/app.3f9c1b7e.js.map' },
  },
  native: {
    type: 'native_missing_optionally_bundled_dsym',
    message: 'An optional debug information file was missing.',
    data: { image_path: '/usr/lib/x86_64-linux-gnu/libc.so.6', image_arch: 'x86_64' },
  },
  java: {
    type: 'proguard_missing_mapping',
    message: 'A proguard mapping file was missing.',
    data: { mapping_uuid: '6dc7fdb0-d2fb-4c8e-9d6b-bb1aa98929b1' },
  },
};

/** Makes the body of an event; the same source gives the same body. */
export function createBody({ project, story, head, setting, seed, index, broken, mark }: BodySource): EventBody {
  const random = randomFromSeed(mix(seed ^ 0x5bd1e995));
  const { language } = project;
  const moment: Moment = { ...head, transaction: story.transaction, setting, random };
  const operation =
    project.surface === 'browser' ? 'pageload' : project.surface === 'worker' ? 'queue.task' : 'http.server';
  const entries = story.entries(moment);
  const contexts = contextsOf(project, moment, operation);
  const extra = extraOf(project, random);
  const problem = problems[language.platform] ?? {
    type: 'clock_drift',
    message: 'Clock drift detected in SDK',
    data: { sdk_time: head.date / 1000 },
  };
  const body: EventBody = {
    entries,
    contexts,
    context: extra,
    packages: language.packages,
    errors: random.chance(0.2) ? [problem] : [],
    sdk: story.platform === 'other' ? null : language.sdk,
    dist: project.surface === 'android' || project.surface === 'ios' ? String(random.int(400, 900)) : null,
    size: JSON.stringify(entries).length + 1800,
    fingerprints: random.chance(0.1) ? ['{{ default }}', head.hash] : [head.hash],
    occurrence: null,
    ...story.extras?.(moment),
  };
  const marked = markTexts(body, mark);
  return broken ? breakBody(marked, index) : marked;
}

function extraOf({ surface, slug }: ProjectPlan, random: Random): Record<string, unknown> {
  const attempt = random.int(1, 5);
  if (surface === 'server' || surface === 'worker') {
    return {
      attempt,
      queue: { name: `${slug}-default`, depth: random.int(0, 900) },
      'sys.argv': ['serve', '--workers', '4'],
    };
  }
  return {
    attempt,
    viewport: { width: random.pick([390, 768, 1440]), height: random.pick([844, 1024, 900]) },
    experiments: ['new-summary'],
  };
}
