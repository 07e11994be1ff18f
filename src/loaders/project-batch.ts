import type { Api } from '../gateway/api.ts';
import type { ProjectKey } from '../gateway/keys.ts';
import { underItsSlug } from '../gateway/moved.ts';
import { readable, wholePage } from '../gateway/page.ts';
import { projectListParts, statsPart, statsPeriods } from '../gateway/project-payload.ts';
import { getProject, listProjects } from '../gateway/projects.ts';
import { type Row, required, text } from '../gateway/read.ts';
import { type Batch, type Found, readKeys, type Tell, type Wanted } from './batch.ts';
import { type CallsFor, groupCalls, readingCalls, shareCalls } from './bundle.ts';
import { eachNaming, listNamed, namingOf } from './by-name.ts';
import { partsOf, readShares, sharesOf } from './shares.ts';

type WantedProject = Wanted<ProjectKey>;

const nameOf = ({ project }: ProjectKey): string => project;

const needsDetail = ({ parts }: WantedProject): boolean => parts.has('detail');

const needsList = ({ parts }: WantedProject): boolean => [...parts].some((part) => projectListParts.has(part));

/** Detail brings settings; a list call takes one window of `stats`. */
const division = { needsDetail, listParts: projectListParts, windows: statsPeriods.map(statsPart) };

/** A list leaves out a renamed project under its old slug; detail understands that, and tells the new one. */
const readSingle = async (api: Api, item: WantedProject, level: string): Promise<Row> => {
  const { organization, project } = item.key;
  const detail = await underItsSlug(project, (slug) => getProject(api, organization, slug, level));
  if (!needsList(item)) return detail;
  const filter = { slugs: [required(detail, 'slug', text)] };
  const [row] = readable(await listProjects(api, organization, filter, item.parts, wholePage, level));
  return { ...detail, ...row };
};

const readShare = (api: Api, share: readonly WantedProject[], level: string, tell: Tell): Promise<Found> =>
  readKeys(
    share,
    {
      alone: needsDetail,
      listLone: share.some(needsList),
      single: (item) => readSingle(api, item, level),
      list: (run) =>
        listNamed(run, nameOf, (organization, names) =>
          listProjects(api, organization, names, partsOf(run), wholePage, level),
        ),
    },
    tell,
  );

/**
 * Settings and lone projects by detail, unless they want what only lists have; several slugs by one list call, several numbers
 * by another.
 */
export const projectBatch =
  (api: Api): Batch<ProjectKey> =>
  (wanted, level, tell) =>
    eachNaming(wanted, nameOf, (group) =>
      readShares(sharesOf(group, division), (share, told) => readShare(api, share, level, told), tell),
    );

/** How many calls that takes. */
export const projectCalls: CallsFor<ProjectKey> = groupCalls(
  namingOf(nameOf),
  shareCalls(
    (wanted) => sharesOf(wanted, division),
    (share) => readingCalls(share, needsDetail),
  ),
);
