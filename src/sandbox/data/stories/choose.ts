import type { ProjectPlan } from '../plans/plan.ts';
import { cspStory } from './csp-story.ts';
import { errorStory } from './error-story.ts';
import { feedbackStory } from './feedback-story.ts';
import { messageStory } from './message-story.ts';
import { outageStory } from './outage-story.ts';
import { performanceStory } from './performance-story.ts';
import type { StoryMaker } from './story.ts';

/** What the issue at an index of a project is about: mostly errors, between them the other kinds in a fixed rhythm. */
export function chooseStory(project: ProjectPlan, index: number): StoryMaker {
  const turn = Math.floor(index / 16);
  switch (index % 16) {
    case 3:
    case 12:
      return performanceStory(turn * 2 + (index % 16 === 3 ? 0 : 1));
    case 7:
      return messageStory(turn + project.number);
    case 6:
      return project.surface === 'browser' ? cspStory(turn * 2) : errorStory(index - Math.floor(index / 4));
    case 10:
      return project.surface === 'browser' ? cspStory(turn * 2 + 1) : messageStory(turn + project.number + 3);
    case 14:
      return project.surface === 'worker' || turn % 2 === 1 ? outageStory(turn) : feedbackStory(turn + project.number);
    default:
      return errorStory(index - Math.floor(index / 4));
  }
}
