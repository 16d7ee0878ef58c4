// scripts/browser/check.mjs -- what every page of gnbs must stand in a browser. Used by the other files of this folder:
//
//     import {open, check, close} from './check.mjs';
//     const desk = await open();
//     await check(desk, 'http://127.0.0.1:8080/queue', {prepare: async page => { /* sign in */ }});
//     await close(desk);                     exits with 1 when anything was found, after printing it
//
// For each page, a file or an address of this machine:
//   axe-core         WCAG 2.0 to 2.2, A and AA, and best practice: no violation, wide and at 320 px
//   reflow           at 320 CSS px, which is 400 % of 1280, nothing scrolls sideways but marked regions (WCAG 1.4.10)
//   keyboard         Tab reaches all that can be used, in a circle without a trap, each with a visible mark, in view (2.1.1, 2.4.7, 2.4.11)
//   requests         none but the page itself; others are refused and counted
//   script           no dialog, no error, no element or attribute that a hostile text might have brought in
//   print            a PDF with tags
import fs from 'fs';
import path from 'path';
import {createRequire} from 'module';
import {pathToFileURL} from 'url';

const modules = createRequire(path.resolve(process.env.GNBS_BROWSER_MODULES || '.', 'node_modules', 'x.js'));
const {chromium} = modules('playwright-core');
const AXE = fs.readFileSync(modules.resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice'];
const WIDE = {width: 1280, height: 900}, NARROW = {width: 320, height: 640};

export async function open() {
    const executablePath = process.env.CHROMIUM || '/usr/bin/chromium';
    const browser = await chromium.launch({executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage']});
    return {browser, faults: [], n: 0, began: Date.now()};
}

// A context of its own for each page; only the page's own address is let through.
async function visit(run, url, own, faults, prepare) {
    const context = await run.browser.newContext({viewport: WIDE, locale: 'en-GB', ignoreHTTPSErrors: true});
    const page = await context.newPage();
    page.on('console', m => { if (m.type() === 'error') faults.push(`console: ${m.text()}`); });
    page.on('pageerror', e => faults.push(`error: ${e}`));
    page.on('dialog', d => { faults.push(`a dialog opened: ${d.message()}`); d.dismiss(); });
    await page.route('**/*', route => {
        if (own(route.request().url())) return route.continue();
        faults.push(`request: ${route.request().url().slice(0, 200)}`);
        return route.abort();
    });
    if (prepare) await prepare(page);
    await page.goto(url);
    return page;
}

async function axe(page, where, faults) {
    await page.evaluate(AXE); // through the debugger, so that the page's policy stays as it is
    const found = await page.evaluate(values => axe.run(document, {runOnly: {type: 'tag', values}}), RULES);
    for (const v of found.violations)
        faults.push(`axe ${where}: ${v.id} (${v.impact}): ${v.help}: ${v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | ')}`);
    return found.passes.length;
}

async function reflow(page, faults) {
    const wide = await page.evaluate(() => {
        const limit = document.documentElement.clientWidth;
        if (document.scrollingElement.scrollWidth <= limit) return [];
        const inside = e => e.closest('.scroll') !== null;
        return [...document.body.querySelectorAll('*')]
            .filter(e => !inside(e) && e.getBoundingClientRect().right > limit + 1)
            .slice(0, 3).map(e => `${e.tagName.toLowerCase()}.${e.className}: ${e.textContent.trim().slice(0, 60)}`)
            .concat('scrolls sideways');
    });
    for (const w of wide) faults.push(`320 px: ${w}`);
}

// Lists are opened first: what is folded away must be reached too. A page of hundreds of rows is walked for its first stops only.
async function keyboard(page, limit, faults) {
    const n = await page.evaluate(() => {
        for (const d of document.querySelectorAll('details')) d.open = true;
        const usable = 'a[href],button,input:not([type=hidden]),select,textarea,summary,[tabindex="0"]';
        // Of radio buttons of one name Tab reaches one: the checked, else the first; arrows reach the others.
        const group = e => [...document.querySelectorAll('input[type=radio]')].filter(o => o.name === e.name && o.form === e.form);
        const is_stop = e => e.type !== 'radio' || e === (group(e).find(o => o.checked) || group(e)[0]);
        const seen = [...document.querySelectorAll(usable)].filter(e => !e.disabled && e.getClientRects().length > 0 && is_stop(e));
        seen.forEach((e, i) => { e.dataset.tabStop = i; });
        document.activeElement.blur();
        window.scrollTo(0, 0);
        return seen.length;
    });
    const reached = new Set();
    const most = Math.min(n, limit);
    for (let i = 0; i < most + 2 && reached.size < most; i++) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate(() => {
            const e = document.activeElement, r = e.getBoundingClientRect(), s = getComputedStyle(e);
            const marked = (s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0) || s.boxShadow !== 'none';
            const inView = r.bottom > 0 && r.top < innerHeight && r.right > 0 && r.left < innerWidth;
            return {stop: e.dataset.tabStop, marked, inView, what: `${e.tagName.toLowerCase()} ${e.textContent.trim().slice(0, 40)}`};
        });
        if (at.stop === undefined) continue;
        reached.add(at.stop);
        if (!at.marked) faults.push(`keyboard: focus is not seen on ${at.what}`);
        if (!at.inView) faults.push(`keyboard: focus is out of view on ${at.what}`);
    }
    if (reached.size < most) faults.push(`keyboard: ${most - reached.size} of the first ${most} cannot be reached with Tab`);
    return n;
}

// What a hostile text would have made, had it been taken for markup.
async function smuggled(page, allow, faults) {
    const found = await page.evaluate(({scripts}) => {
        const bad = [...document.querySelectorAll('img,iframe,object,embed,base,link:not([rel=stylesheet]),meta[http-equiv=refresh]')]
            .map(e => e.outerHTML.slice(0, 80));
        for (const e of document.querySelectorAll('*'))
            for (const a of e.attributes)
                if (/^on/i.test(a.name) || (/^(href|src|action)$/i.test(a.name) && /^\s*(javascript|data|vbscript):/i.test(a.value)))
                    bad.push(`${e.tagName} ${a.name}=${a.value.slice(0, 60)}`);
        if (document.querySelectorAll('script').length > scripts) bad.push('a script that is not the page\'s own');
        return bad;
    }, {scripts: allow.scripts ?? 1});
    for (const b of found) faults.push(`markup from outside: ${b}`);
}

async function print(page, faults) {
    const pdf = await page.pdf({format: 'A4', tagged: true, outline: true, printBackground: true});
    const text = pdf.toString('latin1');
    if (!/\/StructTreeRoot/.test(text) || !/\/Marked true/.test(text)) faults.push('print: the PDF has no tags');
    return pdf.length;
}

// target: a file, or an address of this machine. options: prepare(page), scripts (how many the page may have), own(url), name,
// print false: not printed, stops: how many are walked with Tab (100), pictures: where to keep them.
export async function check(run, target, options = {}) {
    const faults = [], is_file = !/^https?:/.test(target);
    const url = is_file ? pathToFileURL(path.resolve(target)).href : target;
    const own = options.own || (is_file ? u => u === url : u => new URL(u).origin === new URL(url).origin);
    const page = await visit(run, url, own, faults, options.prepare);
    const passes = await axe(page, 'wide', faults);
    await smuggled(page, options, faults);
    const stops = await keyboard(page, options.stops ?? 100, faults);
    await page.setViewportSize(NARROW);
    await axe(page, '320 px', faults);
    await reflow(page, faults);
    await page.setViewportSize(WIDE);
    const bytes = options.print === false ? 0 : await print(page, faults);
    if (options.pictures) await pictures(page, options.pictures);
    await page.context().close();
    run.n++;
    const name = options.name || target;
    console.log(`${name}: ${faults.length ? faults.length + ' faults' : 'ok'} (${passes} rules passed, ${stops} tab stops, PDF ${bytes} bytes)`);
    for (const f of faults) run.faults.push(`${name}: ${f}`);
}

// For people: how it looks wide, on a telephone and on paper.
async function pictures(page, stem) {
    for (const [name, width] of [['wide', 1100], ['narrow', 400]]) {
        await page.setViewportSize({width, height: 900});
        await page.screenshot({path: `${stem}.${name}.png`, fullPage: true});
    }
    await page.pdf({path: `${stem}.pdf`, format: 'A4', tagged: true, outline: true, printBackground: true});
}

export async function close(run) {
    await run.browser.close();
    for (const f of run.faults) console.log(`  ${f}`);
    console.log(`${run.n} pages, ${run.faults.length} faults, ${((Date.now() - run.began) / 1000).toFixed(0)} s`);
    process.exitCode = run.faults.length ? 1 : 0;
}
