// node browse.mjs FOLDER FEED DATE ZONE…: opens the page in Chromium, in each time zone, and prints what was there.
// FOLDER has node_modules, and takes a picture for each zone.
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const [folder, feed, date, ...zones] = process.argv.slice(2);
const { chromium } = createRequire(join(folder, "node_modules", "x.js"))("playwright-core");
const page = new URL("/page/", feed);

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync", "--disable-component-update"],
});

async function look(zone) {
  const context = await browser.newContext({ timezoneId: zone, viewport: { width: 1400, height: 400 } });
  const tab = await context.newPage();
  const problems = [];
  tab.on("console", (said) => ["error", "warning"].includes(said.type()) && problems.push(said.text()));
  tab.on("pageerror", (error) => problems.push(String(error)));
  // The page lives at the feed's own address, so that it may read it; only the feed comes from the server.
  await tab.route(`${page}**`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(page.pathname.length);
    const path = name ? join(folder, "node_modules", name) : join(dirname(fileURLToPath(import.meta.url)), "index.html");
    return route.fulfill({ path });
  });
  await tab.goto(`${page}?${new URLSearchParams({ feed, date })}`);
  const result = await tab.evaluate(() => window.result);
  await tab.screenshot({ path: join(folder, `${zone.replaceAll("/", "-")}.png`) });
  await context.close();
  return { ...result, problems };
}

try {
  const found = {};
  for (const zone of zones) found[zone] = await look(zone);
  console.log(JSON.stringify(found));
} finally {
  await browser.close();
}
