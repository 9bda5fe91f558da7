import { call, send } from '../api/client';

const kPictureBytesMax = 1024 * 1024;
const kBeginnings = [[0x89, 0x50, 0x4e, 0x47], [0xff, 0xd8, 0xff]];

/** What keeps a file from being a picture to load, told before anything of it is read or sent. */
export async function pictureProblem(file: File): Promise<'picture_large' | 'picture_other' | null> {
  if (file.size > kPictureBytesMax) return 'picture_large';
  const head = new Uint8Array(await file.slice(0, 4).arrayBuffer());
  return kBeginnings.some((beginning) => beginning.every((byte, index) => head[index] === byte)) ? null : 'picture_other';
}

/** Stores a file as an attachment under its SHA-256 and gives that. */
export async function uploadFile(file: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  const sha256 = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  await send(`/v1/attachments/${sha256}`, { method: 'PUT', body: file, headers: { 'Content-Type': 'application/octet-stream' } });
  return sha256;
}

export async function loadPicture(path: string, file: Blob, widthMm: number) {
  return call(path, { method: 'PUT', body: { picture: await uploadFile(file), width_mm: widthMm } });
}
