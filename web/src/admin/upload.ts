import { call, send } from '../api/client';

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
