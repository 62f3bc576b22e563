// Runs before everything else, on whatever Node there is: on Linux and Windows npm has brought the right one.
if (Number(process.versions.node.split('.')[0]) < 24) {
  console.error(
    `Meydan needs Node.js 24 or newer to run; this is ${process.version}. Install it from your system or nodejs.org.`,
  )
  process.exit(1)
}
