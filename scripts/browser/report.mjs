// scripts/browser/report.mjs FOLDER... -- the page for counsellors and the pages for parents of each folder, in a browser;
// and, where a folder's name says hostile, that its other outputs are as harmless. GNBS_PICTURES=DIR keeps pictures for people.
import fs from 'fs';
import os from 'os';
import path from 'path';
import {open, check, close} from './check.mjs';

const LIMIT = 1e6; // bytes of a page

// The judge is first shown a page with every fault that it looks for; it must find each.
const FAULTY = `<!DOCTYPE html><html lang="en"><title>x</title><body><main><h1>x</h1>
<img src="http://example.invalid/x.png"><a href="#a" style="outline:0">a</a><p style="width:900px;background:#eee">wide</p>
<p style="color:#aaa">pale</p><button onclick="1">b</button><script>alert(1)</script><script>throw new Error('x')</script></main>`;
const KINDS = ['request: http://example.invalid', 'axe wide: image-alt', 'axe wide: color-contrast', '320 px: scrolls sideways', 'focus is not seen on a',
    'markup from outside: BUTTON onclick', 'markup from outside: a script', 'markup from outside: <img', 'a dialog opened', 'error: Error: x'];
async function controls() {
    const run = await open(), dir = fs.mkdtempSync(path.join(os.tmpdir(), 'gnbs-faulty-')), file = path.join(dir, 'faulty.html');
    fs.writeFileSync(file, FAULTY);
    await check(run, file, {name: 'a faulty page', scripts: 0, print: false});
    fs.rmSync(dir, {recursive: true});
    await run.browser.close();
    return KINDS.filter(kind => !run.faults.some(f => f.includes(kind))).map(kind => `the judge is blind to: ${kind}`);
}

// No cell of the table may be a formula, no output may hold a control character that a terminal obeys.
function harmless(dir, faults) {
    for (const row of fs.readFileSync(path.join(dir, 'findings.tsv'), 'utf8').split('\n'))
        for (const cell of row.startsWith('##') ? [] : row.split('\t'))
            if (/^"?[=+\-@\r]/.test(cell)) faults.push(`findings.tsv: a formula: ${cell.slice(0, 60)}`);
    for (const name of ['findings.tsv', 'report.txt', 'report.html', 'report.parents.html'])
        if (/[\u0000-\u0008\u000b-\u001f\u007f\u0080-\u009f\u202a-\u202e\u2066-\u2069]/.test(fs.readFileSync(path.join(dir, name), 'utf8')))
            faults.push(`${name}: a control character`);
    for (const name of ['findings.fhir.json', 'phenopacket.json']) JSON.parse(fs.readFileSync(path.join(dir, name), 'utf8'));
}

const blind = await controls();
const run = await open();
run.faults.push(...blind);
for (const dir of process.argv.slice(2)) {
    const pages = fs.readdirSync(dir).filter(name => /^report.*\.html$/.test(name)).sort();
    const stem = process.env.GNBS_PICTURES && path.join(process.env.GNBS_PICTURES, path.basename(dir));
    for (const page of pages) {
        const file = path.join(dir, page), name = `${path.basename(dir)}/${page}`, size = fs.statSync(file).size;
        const pictures = stem && `${stem}.${page.replace(/\.html$/, '')}`;
        const is_many = path.basename(dir) === 'many'; // long, otherwise like the others: not printed, not in Welsh again
        if (is_many && /\.cy\./.test(page)) continue;
        await check(run, file, {name, scripts: page === 'report.html' ? 1 : 0, pictures, print: !is_many, stops: is_many ? 25 : 100});
        if (size >= LIMIT) run.faults.push(`${name}: ${size} bytes, ${LIMIT} or more`);
    }
    if (/hostile/.test(path.basename(dir))) harmless(dir, run.faults);
}
await close(run);
