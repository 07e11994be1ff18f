import { type Mark, markTexts } from '../label.ts';
import type { SpecialIssue } from '../plans/plan.ts';
import type { Story } from './story.ts';

/** Marks the texts of a story. */
export function markStory(story: Story, mark: Mark): Story {
  return {
    ...story,
    title: mark(story.title),
    culprit: story.culprit === null ? null : mark(story.culprit),
    message: mark(story.message),
    metadata: markTexts(story.metadata, mark),
  };
}

/** What an issue told by hand changes about its story, so that its events agree with it. */
export function storyChanges({ set = {} }: SpecialIssue): Partial<Story> {
  const { culprit, platform, metadata, title, level } = set;
  return {
    ...(culprit === undefined ? {} : { culprit }),
    ...(platform === undefined ? {} : { platform }),
    ...(metadata === undefined ? {} : { metadata }),
    ...(title === undefined ? {} : { title }),
    ...(level === undefined ? {} : { level }),
  };
}
