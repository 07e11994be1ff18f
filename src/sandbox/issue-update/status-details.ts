import type { CommitRecord, OrganizationRecord, ProjectRecord, ReleaseRecord } from '../data/model.ts';
import { type Form, formOf } from '../form/form.ts';
import { Invalid, invalid, type Read } from '../form/invalid.ts';
import { flag, text, whole } from '../form/values.ts';
import { latestReleaseOf } from '../search/issues.ts';

/** A commit with the release that it is in. */
export type ReleasedCommit = { release: ReleaseRecord; commit: CommitRecord };

/** On which conditions an issue stays archived. */
export type Conditions = {
  ignoreDuration: number | undefined;
  ignoreCount: number | undefined;
  ignoreWindow: number | undefined;
  ignoreUserCount: number | undefined;
  ignoreUserWindow: number | undefined;
};

/** How a status is meant. */
export type StatusDetails = Conditions & {
  inNextRelease: boolean | undefined;
  inUpcomingRelease: boolean | undefined;
  inRelease: ReleaseRecord | undefined;
  inCommit: ReleasedCommit | undefined;
};

/** Where releases and commits are looked up, and whether the organization has the upcoming release. */
export type DetailsSurroundings = { organization: OrganizationRecord; project: ProjectRecord; hasUpcoming: boolean };

const weekOfMinutes = 7 * 24 * 60;
const noRelease = "No release data present in the system to form a basis for 'Next Release'";

function release({ organization, project }: DetailsSurroundings): Read<ReleaseRecord> {
  return (value) => {
    const given = text()(value);
    const version = given === 'latest' ? latestReleaseOf(organization, [project]) : given;
    if (version === null) throw invalid(noRelease);
    const found = organization.releases.find(
      (each) => each.version === version && each.projectIds.includes(project.id),
    );
    if (found === undefined) throw invalid('Unable to find a release with the given version.');
    return found;
  };
}

function nextRelease({ organization, project }: DetailsSurroundings): Read<boolean> {
  return (value) => {
    const isNext = flag(value);
    if (latestReleaseOf(organization, [project]) === null) throw invalid(noRelease);
    return isNext;
  };
}

function upcomingRelease(surroundings: DetailsSurroundings): Read<boolean> {
  return (value) => {
    if (!surroundings.hasUpcoming) throw invalid('Your organization does not have access to this feature.');
    return nextRelease(surroundings)(value);
  };
}

function commit({ organization }: DetailsSurroundings): Read<ReleasedCommit | undefined> {
  return formOf((form) => {
    const name = form.read('repository', text(), { required: true });
    const sha = form.read('commit', text(), { required: true });
    if (name === undefined || sha === undefined) return undefined;
    const repository = organization.repositories.find((each) => each.name === name);
    if (repository === undefined) throw new Invalid({ repository: ['Unable to find the given repository.'] });
    for (const each of organization.releases) {
      const found = each.commits.find((one) => one.sha === sha && one.repositoryId === repository.id);
      if (found !== undefined) return { release: each, commit: found };
    }
    throw new Invalid({ commit: ['Unable to find the given commit.'] });
  });
}

/** Reads the conditions of archiving, which may also stand beside the status. */
export function readConditions(form: Form): Conditions {
  return {
    ignoreDuration: form.read('ignoreDuration', whole()),
    ignoreCount: form.read('ignoreCount', whole()),
    ignoreWindow: form.read('ignoreWindow', whole({ max: weekOfMinutes })),
    ignoreUserCount: form.read('ignoreUserCount', whole()),
    ignoreUserWindow: form.read('ignoreUserWindow', whole({ max: weekOfMinutes })),
  };
}

/** Reads `statusDetails`. */
export function statusDetails(surroundings: DetailsSurroundings): Read<StatusDetails> {
  return formOf((form) => ({
    inNextRelease: form.read('inNextRelease', nextRelease(surroundings)),
    inUpcomingRelease: form.read('inUpcomingRelease', upcomingRelease(surroundings)),
    inRelease: form.read('inRelease', release(surroundings)),
    inCommit: form.read('inCommit', commit(surroundings)),
    ...readConditions(form),
  }));
}
