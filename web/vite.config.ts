import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// `npm run dev` talks to a platform that runs beside it; the built pages are served by the platform itself.
const platform = process.env['DATONG_ADDRESS'] ?? 'http://127.0.0.1:8650';

export default defineConfig({
  plugins: [react()],
  server: { proxy: Object.fromEntries(['/v1', '/verify', '/health'].map((path) => [path, platform])) },
  build: { target: 'es2022', assetsInlineLimit: 0, chunkSizeWarningLimit: 300, modulePreload: { polyfill: false } },
});
