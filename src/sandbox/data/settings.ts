import type { ProjectPlan } from './plans/plan.ts';
import type { Random } from './random.ts';

type Named = { name: string; version: string };

/** The machine and the programs an event comes from. */
export type Setting = {
  os: Named & { build: string | null; kernel: string | null };
  browser: Named | null;
  userAgent: string | null;
  device: { name: string; family: string; model: string; brand: string; arch: string } | null;
  runtime: Named | null;
  serverName: string | null;
  ip: string;
};

const chrome = (version: string, system: string): string =>
  `Mozilla/5.0 (${system}) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/${version} Safari/537.36`;

const browsers: { browser: Named; os: Named; userAgent: string }[] = [
  {
    browser: { name: 'Chrome', version: '131.0.0' },
    os: { name: 'Windows', version: '>=10' },
    userAgent: chrome('131.0.0.0', 'Windows NT 10.0; Win64; x64'),
  },
  {
    browser: { name: 'Chrome', version: '130.0.0' },
    os: { name: 'Mac OS X', version: '>=10.15.7' },
    userAgent: chrome('130.0.0.0', 'Macintosh; Intel Mac OS X 10_15_7'),
  },
  {
    browser: { name: 'Safari', version: '18.1' },
    os: { name: 'Mac OS X', version: '>=10.15.7' },
    userAgent:
      'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15',
  },
  {
    browser: { name: 'Mobile Safari', version: '17.6' },
    os: { name: 'iOS', version: '17.6.1' },
    userAgent:
      'Mozilla/5.0 (iPhone; CPU iPhone OS 17_6_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Mobile/15E148 Safari/604.1',
  },
  {
    browser: { name: 'Firefox', version: '133.0' },
    os: { name: 'Ubuntu', version: '24.04' },
    userAgent: 'Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:133.0) Gecko/20100101 Firefox/133.0',
  },
  {
    browser: { name: 'Edge', version: '131.0.0' },
    os: { name: 'Windows', version: '>=10' },
    userAgent: `${chrome('131.0.0.0', 'Windows NT 10.0; Win64; x64')} Edg/131.0.0.0`,
  },
  {
    browser: { name: 'Chrome Mobile', version: '131.0.0' },
    os: { name: 'Android', version: '14' },
    userAgent:
      'Mozilla/5.0 (Linux; Android 14; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36',
  },
];

const androids = [
  { name: 'Pixel 8', family: 'Pixel 8', model: 'Pixel 8', brand: 'google', arch: 'arm64-v8a' },
  { name: 'SM-S921B', family: 'SM-S921B', model: 'SM-S921B', brand: 'samsung', arch: 'arm64-v8a' },
  { name: 'SM-A546E', family: 'SM-A546E', model: 'SM-A546E', brand: 'samsung', arch: 'arm64-v8a' },
  { name: 'Redmi Note 12', family: 'Redmi', model: '23021RAAEG', brand: 'Xiaomi', arch: 'arm64-v8a' },
  { name: 'moto g54 5G', family: 'moto', model: 'moto g54 5G', brand: 'motorola', arch: 'armeabi-v7a' },
];

const iphones = [
  { name: 'iPhone', family: 'iOS', model: 'iPhone16,2', brand: 'Apple', arch: 'arm64e' },
  { name: 'iPhone', family: 'iOS', model: 'iPhone14,5', brand: 'Apple', arch: 'arm64e' },
  { name: 'iPad', family: 'iOS', model: 'iPad13,16', brand: 'Apple', arch: 'arm64e' },
  { name: 'iPhone', family: 'iOS', model: 'iPhone12,8', brand: 'Apple', arch: 'arm64e' },
];

/** Chooses the setting of an event of a project. */
export function chooseSetting(project: ProjectPlan, random: Random): Setting {
  const ip = `203.0.113.${random.int(1, 254)}`;
  const nothing = { browser: null, userAgent: null, device: null, runtime: null, serverName: null, ip };
  const osOf = (name: string, version: string, build: string | null = null): Setting['os'] => ({
    name,
    version,
    build,
    kernel: name === 'Linux' ? '6.8.0-48-generic' : null,
  });
  switch (project.surface) {
    case 'browser': {
      const { browser, os, userAgent } = random.pick(browsers);
      return { ...nothing, os: osOf(os.name, os.version), browser, userAgent };
    }
    case 'android':
      return {
        ...nothing,
        os: osOf('Android', random.pick(['14', '13', '15', '11']), 'UP1A.231005.007'),
        device: random.pick(androids),
      };
    case 'ios':
      return {
        ...nothing,
        os: osOf('iOS', random.pick(['18.1.1', '17.6.1', '18.0', '16.7.10']), '22B91'),
        device: random.pick(iphones),
      };
    case 'desktop':
      return {
        ...nothing,
        os: osOf('Windows', random.pick(['10.0.22631', '10.0.19045', '10.0.26100'])),
        runtime: runtimeOf(project, random),
        device: {
          name: `POS-${random.int(101, 140)}`,
          family: 'Desktop',
          model: 'OptiPlex 3000',
          brand: 'Dell',
          arch: 'X64',
        },
      };
    case 'kiosk':
      return {
        ...nothing,
        os: osOf('Linux', random.pick(['6.8.0', '6.6.41', '5.15.167'])),
        device: {
          name: `kiosk-${random.int(1, 60)}`,
          family: 'Desktop',
          model: 'K200',
          brand: 'Generic',
          arch: 'x86_64',
        },
      };
    default: {
      const client = project.surface === 'server' ? random.pick(browsers) : null;
      return {
        ...nothing,
        os: osOf('Linux', random.pick(['6.8.0-48-generic', '6.1.115-126.197.amzn2023'])),
        runtime: runtimeOf(project, random),
        browser: client?.browser ?? null,
        userAgent: client?.userAgent ?? null,
        serverName: `${project.slug}-${random.pick(['7d9f6c5b8', '5b64d9f7c'])}-${random.pick(['x2x7k', 'q8mzl', 'b4tgn', 'w9v5s'])}`,
      };
    }
  }
}

function runtimeOf(project: ProjectPlan, random: Random): Named | null {
  const { runtime } = project.language;
  return runtime === null ? null : { name: runtime.name, version: random.pick(runtime.versions) };
}
