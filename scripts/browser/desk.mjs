// scripts/browser/desk.mjs WORK -- every page of the review desk, in every state of a case, as those see it who may. The desk is the
// real program on the loopback over the tests' results (hostile ones among them). GNBS is the program; GNBS_PICTURES=DIR keeps pictures.
import fs from 'fs';
import path from 'path';
import {execFileSync, spawn} from 'child_process';
import {open, check, close} from './check.mjs';

const gnbs = process.env.GNBS || 'build/gnbs', work = process.argv[2];
const root = path.resolve(path.dirname(process.argv[1]), '..', '..');
const results = path.join(work, 'desk'), PASSWORD = 'a long enough secret';

// Results, told apart by their samples.
fs.mkdirSync(results);
const from = fs.readdirSync(path.join(root, 'tests/report/findings')).map(f => path.join(root, 'tests/report/findings', f));
if (fs.existsSync(path.join(work, 'many.json'))) from.push(path.join(work, 'many.json'));
for (const file of from) {
    const name = path.basename(file, '.json'), f = JSON.parse(fs.readFileSync(file, 'utf8'));
    if (name !== 'hostile') f.sample = name;
    f.report.draft = true;
    fs.mkdirSync(path.join(results, name));
    fs.writeFileSync(path.join(results, name, 'findings.json'), JSON.stringify(f));
}
fs.mkdirSync(path.join(results, 'torn'));
fs.writeFileSync(path.join(results, 'torn', 'findings.json'), '{"sample": "<b>torn</b>"');
const people = {ann: 'reviewer', bob: 'reviewer', cat: 'authoriser', dee: 'curator', eve: 'auditor'};
for (const [name, role] of Object.entries(people))
    execFileSync(gnbs, ['review', 'user', 'add', results, name, '--full-name', `Dr ${name} <i>Lee</i>`, '--roles', role, '--password-file', '-'],
        {input: PASSWORD + '\n'});

const server = spawn(gnbs, ['review', 'serve', results, '--listen', '127.0.0.1:0'], {stdio: ['ignore', 'ignore', 'pipe']});
const base = await new Promise((resolve, reject) => {
    let said = '';
    server.stderr.on('data', d => {
        said += d;
        const at = said.match(/listening at (http:\/\/[^/]+)\//);
        if (at) resolve(at[1]);
    });
    server.on('exit', () => reject(new Error(said)));
});

const run = await open();
const cookies = {}; // of each who signed in
async function sign_in(name) {
    const context = await run.browser.newContext(), page = await context.newPage();
    await page.goto(base + '/sign-in');
    await page.fill('#name', name);
    await page.fill('#password', PASSWORD);
    await page.click('main button');
    await page.waitForURL(u => !u.pathname.startsWith('/sign-in'));
    cookies[name] = await context.cookies();
    return page;
}
const pages = {};
for (const name of Object.keys(people)) pages[name] = await sign_in(name);
const as = name => async page => { if (name) await page.context().addCookies(cookies[name]); };
const seen = (name, where, label, more = {}) => check(run, base + where, {
    prepare: as(name), name: `desk: ${label}`, own: u => u.startsWith(base + '/'),
    pictures: process.env.GNBS_PICTURES && path.join(process.env.GNBS_PICTURES, 'desk.' + label.replace(/\W+/g, '_')), ...more});

// Cases by their samples, as the queue lists them.
const cases = await pages.ann.evaluate(() =>
    Object.fromEntries([...document.querySelectorAll('tbody th a')].map(a => [a.textContent, a.getAttribute('href')])));
const two = cases.two_suspected, hostile = Object.entries(cases).find(([sample]) => sample.includes('<'))[1];
async function decide(name, where, choices) {
    const page = pages[name];
    await page.goto(base + where);
    const items = await page.evaluate(() => [...new Set([...document.querySelectorAll('input[form=decide][type=radio]')].map(i => i.name))]);
    for (const [i, item] of items.entries()) {
        await page.check(`input[name="${item}"][value="${choices[i % choices.length]}"]`);
        await page.fill(`[name="${item.replace('choice', 'comment')}"]`, 'Both strands, <b>phase</b> known.\nSee "the drawing" & the parents.');
    }
    await Promise.all([page.waitForURL(/done=decided/), page.click('#decide button')]);
}
async function send(name, where, form, fields, done) {
    const page = pages[name];
    await page.goto(base + where);
    for (const [selector, value] of Object.entries(fields))
        value === true ? await page.check(selector) : await page.fill(selector, value);
    await Promise.all([page.waitForURL(new RegExp('done=' + done)), page.click(`#${form} button`)]);
}

await seen(null, '/sign-in', 'sign-in');
await seen('ann', '/queue', 'queue');
await seen('ann', '/queue?state=closed', 'empty queue');
await seen('ann', two, 'case, waiting');
await decide('ann', two, ['report']);
await seen('ann', two + '?done=decided', 'case, own decision');
await seen('bob', two, 'case, blind');
await decide('bob', two, ['report', 'do-not-report']);
await seen('bob', two, 'case, differs');
await decide('ann', two, ['report', 'needs-more']);
await seen('cat', two, 'case, needs more');
await decide('ann', two, ['report', 'do-not-report']);
await seen('cat', two, 'case, to authorise');
await send('cat', two, 'send-back', {'[form="send-back"]': 'The parents first.'}, 'back');
await decide('bob', two, ['report', 'do-not-report']);
await decide('ann', two, ['report', 'do-not-report']);
await seen('cat', two + '/report', 'draft report', {stops: 40});
await send('cat', two, 'sign', {'[form="sign"]': 'To the metabolic team.'}, 'signed');
await seen('cat', two, 'case, signed');
await seen('dee', two + '/report', 'signed report', {stops: 40});
await send('cat', two, 'confirm-F1', {'#confirm-F1 [value=confirmed]': true, '[form="confirm-F1"]': 'Acylcarnitines.'}, 'confirmed');
await seen('dee', two, 'case, closed');
await decide('ann', hostile, ['report']);
await decide('bob', hostile, ['report']);
await seen('cat', hostile, 'case, hostile texts');
await seen('ann', cases.none_suspected, 'case, no finding');
if (cases.many) await seen('ann', cases.many, 'case, 600 conditions');
await seen('ann', '/account', 'account');
await seen('ann', '/help', 'help');
await seen('eve', '/log', 'log', {stops: 40});
await seen('eve', '/accounts', 'accounts');
// A browser's console says that a page was refused; that is no fault of the page.
const before = run.faults.length;
await seen('eve', two, 'not allowed');
await seen('ann', '/nowhere', 'no such page');
run.faults.splice(before, Infinity, ...run.faults.slice(before).filter(f => !/console: Failed to load resource: .* (403|404)/.test(f)));

server.removeAllListeners('exit');
const ended = new Promise(resolve => server.on('exit', resolve));
server.kill('SIGTERM');
const status = await ended;
if (status !== 0) run.faults.push(`desk: ended with status ${status}`);
await close(run);
