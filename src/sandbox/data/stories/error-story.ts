import { errorEntries } from '../bodies/error-entries.ts';
import { chooseWords, fill, type ProjectPlan } from '../plans/plan.ts';
import type { Random } from '../random.ts';
import { type ErrorTemplate, type Place, parsePlace } from '../stacktraces/language.ts';
import type { Story, StoryMaker } from './story.ts';

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
