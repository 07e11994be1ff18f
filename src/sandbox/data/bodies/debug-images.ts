import type { ProjectPlan } from '../plans/plan.ts';
import { hashText, randomFor } from '../random.ts';
import type { Frame } from '../stacktraces/language.ts';

/** The loaded images that the frames of a native crash lie in; null for other platforms. */
export function debugImagesEntry(project: ProjectPlan, frames: Frame[]): { type: string; data: unknown } | null {
  const { platform } = project.language;
  if (platform !== 'native' && platform !== 'cocoa') return null;
  const files = [...new Set(frames.flatMap((frame) => (frame.package === null ? [] : [frame.package])))];
  const images = files.map((file) => {
    const random = randomFor(`image:${file}`);
    const id = random.hex(32);
    const own = file.includes('kiosk') || file.includes('ShopApp');
    const address = 0x7f00_0000_0000 + (hashText(file) % 0x1_0000) * 0x1_0000;
    return {
      type: platform === 'cocoa' ? 'macho' : file.includes('\\') ? 'pe' : 'elf',
      code_file: file,
      code_id: random.hex(40),
      debug_id: `${id.slice(0, 8)}-${id.slice(8, 12)}-${id.slice(12, 16)}-${id.slice(16, 20)}-${id.slice(20)}`,
      debug_file: own ? file.slice(file.lastIndexOf('/') + 1) : null,
      image_addr: `0x${address.toString(16)}`,
      image_size: random.int(40_000, 9_000_000),
      image_vmaddr: '0x0',
      arch: platform === 'cocoa' ? 'arm64' : 'x86_64',
      debug_status: own ? 'found' : random.chance(0.5) ? 'found' : 'missing',
      unwind_status: own ? 'found' : 'unused',
      features: { has_debug_info: own, has_sources: false, has_symbols: true, has_unwind_info: own },
    };
  });
  return { type: 'debugmeta', data: { images } };
}
