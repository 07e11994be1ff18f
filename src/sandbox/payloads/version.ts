type Payload = Record<string, unknown>;

/** The parts of a version as Sentry reads it: `package@1.2.3+build`. */
export type VersionParts = {
  package: string | null;
  numbers: [number, number, number] | null;
  pre: string | null;
  build: string | null;
  bare: string;
};

/** Takes a version apart. */
export function versionParts(version: string): VersionParts {
  const at = version.indexOf('@');
  const bare = at > 0 ? version.slice(at + 1) : version;
  const [, major, minor = '0', patch = '0', pre, build] =
    /^v?(\d+)\.(\d+)(?:\.(\d+))?(?:-([0-9A-Za-z.-]+))?(?:\+([0-9A-Za-z.-]+))?$/.exec(bare) ?? [];
  return {
    package: at > 0 ? version.slice(0, at) : null,
    numbers: major === undefined ? null : [Number(major), Number(minor), Number(patch)],
    pre: pre ?? null,
    build: build ?? null,
    bare,
  };
}

/** A version without its package; a long hash cut short. */
export function shortVersion(version: string): string {
  const { bare } = versionParts(version);
  return /^[0-9a-f]{12,}$/.test(bare) ? bare.slice(0, 12) : bare;
}

/** `versionInfo` of a release. */
export function versionInfo(version: string): Payload {
  const { package: name, numbers, pre, build, bare } = versionParts(version);
  const buildHash = /^[0-9a-f]{7,}$/.test(bare) ? bare : null;
  const [major, minor, patch] = numbers ?? [];
  return {
    description: shortVersion(version),
    package: name,
    version:
      numbers === null ? { raw: bare } : { raw: bare, major, minor, patch, pre, buildCode: build, components: 3 },
    buildHash,
  };
}
