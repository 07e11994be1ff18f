import { breadcrumbsEntry } from '../bodies/breadcrumbs.ts';
import { requestEntry } from '../bodies/request.ts';
import { chooseWords, fill } from '../plans/plan.ts';
import type { StoryMaker } from './story.ts';

const messages: { text: string; level: 'debug' | 'info' | 'warning' | 'error' }[] = [
  { text: 'Retry budget of {noun} exhausted', level: 'warning' },
  { text: 'Falling back to cached {noun} for %s', level: 'info' },
  { text: 'Slow {noun} sync: %s ms', level: 'warning' },
  { text: 'Unexpected {field} in webhook from %s', level: 'error' },
  { text: 'Feature flag {field} has no default', level: 'info' },
  { text: 'Webhook signature mismatch for {noun} %s', level: 'error' },
  { text: 'Deprecated {field} still sent by %s', level: 'debug' },
  { text: 'Queue {noun}s is {n} messages behind', level: 'warning' },
];

/** A message that the application logged; no exception. */
export function messageStory(index: number): StoryMaker {
  return (project, random) => {
    const words = chooseWords(project, random);
    const chosen = messages[index % messages.length] ?? random.pick(messages);
    const parameter = random.pick(['eu-west-1', 'acquirer-2', '4711', 'node-12']);
    const message = fill(chosen.text, words);
    const title = message.replace('%s', parameter);
    const logger = `${project.slug.replaceAll('-', '.')}.${words['noun']}`;
    return {
      title,
      culprit: logger,
      type: 'default',
      issueType: 'error',
      issueCategory: 'error',
      level: chosen.level,
      logger,
      platform: project.language.platform,
      metadata: { title },
      message: title,
      location: null,
      transaction: random.pick(project.transactions),
      isUnhandled: false,
      mechanism: null,
      hasUser: random.chance(0.5),
      entries: (moment) =>
        [
          { type: 'message', data: { formatted: title, message, params: message.includes('%s') ? [parameter] : [] } },
          breadcrumbsEntry(project, moment, title),
          requestEntry(project, moment),
        ].filter((entry) => entry !== null),
    };
  };
}
