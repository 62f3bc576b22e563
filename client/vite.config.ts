import { promises as fs } from 'node:fs'
import path from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'
import { VitePWA } from 'vite-plugin-pwa'
import { catalogues, leanBundle, type ModuleGraph, pieceOf, pieces } from './lean-bundle.ts'

const server = 'http://127.0.0.1:3000'

/** Writes .br and .gz beside every text file, once, at their best: the server then only hands them out. */
function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    enforce: 'post',
    closeBundle: {
      order: 'post',
      sequential: true,
      async handler() {
        const folder = path.join(import.meta.dirname, 'dist')
        for (const name of await fs.readdir(folder, { recursive: true })) {
          if (!/\.(js|css|svg|html|webmanifest)$/.test(name)) continue
          const text = await fs.readFile(path.join(folder, name))
          if (text.length < 1024) continue
          const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }
          await fs.writeFile(path.join(folder, `${name}.br`), await promisify(brotliCompress)(text, quality))
          await fs.writeFile(path.join(folder, `${name}.gz`), await promisify(gzip)(text, { level: 9 }))
        }
      },
    },
  }
}

export default defineConfig({
  plugins: [
    leanBundle(),
    catalogues(),
    vue(),
    VitePWA({
      // The person decides when a new version takes over: a reload in the middle of a sentence helps nobody.
      registerType: 'prompt',
      // main.ts registers it; an inline script would break the content security policy.
      injectRegister: null,
      manifest: {
        name: 'Meydan',
        short_name: 'Meydan',
        description: 'Consultation rooms in which civil society and public institutions meet as equals',
        start_url: '/',
        scope: '/',
        display: 'standalone',
        background_color: '#faf8f4',
        theme_color: '#faf8f4',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      workbox: {
        globPatterns: ['index.html', 'early.js', 'assets/*.{js,css,woff2}', 'icon.svg'],
        // What draws the plots of monitoring is a tenth of it all, and shows what only the server knows.
        globIgnores: ['assets/plot-*.js'],
        navigateFallback: '/index.html',
        navigateFallbackDenylist: [
          /^\/api\//,
          /^\/sync\//,
          /^\/socket\.io\//,
          /^\/metrics/,
          /^\/(healthz|readyz)/,
          /^\/calendar\//,
        ],
        // What a push does, see public/push.js.
        importScripts: ['/push.js'],
        cleanupOutdatedCaches: true,
        inlineWorkboxRuntime: true,
        sourcemap: false,
      },
    }),
    precompress(),
  ],
  define: {
    __VUE_OPTIONS_API__: false,
    __VUE_PROD_DEVTOOLS__: false,
  },
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    target: 'es2022',
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // What every page needs comes in one piece each, instead of fifty small ones over a slow connection.
          groups: pieces.map((piece, index) => ({
            name: (id: string, graph: ModuleGraph) => (pieceOf(id, graph) === piece ? piece : null),
            priority: pieces.length - index,
          })),
        },
      },
    },
  },
  server: {
    host: 'localhost',
    port: 5173,
    strictPort: true,
    proxy: {
      '/api': server,
      '/sync': { target: server, ws: true },
      '/socket.io': { target: server, ws: true },
    },
  },
})
