import { migrateToLatest } from '@meydan/migrations/run'
import { openDatabase } from '@meydan/server/database/connection'

/** A node that starts: migrates the database given and prints which versions were new. For migrations.test.ts. */
const { db, close } = openDatabase(process.argv[2]!)
console.log(JSON.stringify(await migrateToLatest(db)))
await close()
