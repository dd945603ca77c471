// Build the pages' styles and scripts into var/assets, named by their content, with manifest.json to find them by.
import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import esbuild from 'esbuild'
import * as sass from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const root = join(here, '..', '..')
const out = join(process.env.OWNWORDS_VAR || join(root, 'var'), 'assets')
const packages = join(root, 'node_modules')

const style = (name) => {
  const { css } = sass.compile(join(here, 'scss', `${name}.scss`), { loadPaths: [packages], quietDeps: true })
  return esbuild.transformSync(css, { loader: 'css', minify: true, legalComments: 'none' }).code
}

const script = (name, format = 'esm') =>
  esbuild.buildSync({
    entryPoints: [join(here, 'ts', `${name}.ts`)],
    bundle: true,
    minify: true,
    write: false,
    format,
    target: ['es2018'],
    legalComments: 'none'
  }).outputFiles[0].contents

const files = {
  'app.css': style('app'),
  'app.js': script('app'),
  'kiosk.js': script('kiosk'),
  'keyboard.js': script('screen-keyboard'),
  'dictation.js': script('dictation'),
  'widget.js': script('widget', 'iife'),
  'icon.svg': readFileSync(join(here, 'images', 'icon.svg')),
  'pictures.svg': readFileSync(join(here, 'images', 'pictures.svg')),
  'swagger-ui.css': readFileSync(join(packages, 'swagger-ui-dist', 'swagger-ui.css')),
  'swagger-ui.js': readFileSync(join(packages, 'swagger-ui-dist', 'swagger-ui-bundle.js'))
}

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
const manifest = {}
for (const [name, content] of Object.entries(files)) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12)
  manifest[name] = name.replace('.', `.${hash}.`)
  writeFileSync(join(out, manifest[name]), content)
  const zipped = gzipSync(content, { level: 9 })
  writeFileSync(join(out, `${manifest[name]}.gz`), zipped)
  const size = (zipped.length / 1024).toFixed(1)
  console.log(`${manifest[name].padEnd(32)} ${size.padStart(7)} kB gzipped`)
}
writeFileSync(join(out, 'manifest.json'), JSON.stringify(manifest, null, 2) + '\n')
