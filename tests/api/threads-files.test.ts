import type { attachmentMedia } from '@meydan/shared/contracts/threads'
import { fileKind } from '@meydan/server/features/threads/file-kind'
import { disposition, fileName } from '@meydan/server/features/threads/file-name'
import sharp from 'sharp'
import { describe, expect, test } from 'vitest'
import { officeFile, PDF, zipOf } from '../support/zip.ts'

type Media = (typeof attachmentMedia)[number]
const text = (words: string) => Buffer.from(words)
const OPEN_XML = 'application/vnd.openxmlformats-officedocument'

describe('what a file is follows from what is in it', () => {
  const kinds: [string, Buffer, Media][] = [
    ['a PDF', PDF, 'application/pdf'],
    ['Word', officeFile('docx'), `${OPEN_XML}.wordprocessingml.document`],
    ['Excel', officeFile('xlsx'), `${OPEN_XML}.spreadsheetml.sheet`],
    ['PowerPoint', officeFile('pptx'), `${OPEN_XML}.presentationml.presentation`],
    ['a text of LibreOffice', officeFile('odt'), 'application/vnd.oasis.opendocument.text'],
    ['a table of LibreOffice', officeFile('ods'), 'application/vnd.oasis.opendocument.spreadsheet'],
    ['words', text('Merhaba\tdünya\r\nأهلاً'), 'text/plain'],
    ['words that begin with a byte order mark', text('\ufeffad;soyad\nAyşe;Yılmaz'), 'text/plain'],
    ['words about a < b and <3', text('a < b, <3 and </3'), 'text/plain'],
  ]
  test.each(kinds)('%s', (_name, bytes, media) => expect(fileKind(bytes)).toBe(media))

  test('a picture of any kind that can be decoded', async () => {
    const picture = sharp({ create: { width: 4, height: 4, channels: 3, background: '#c33' } })
    for (const format of ['png', 'jpeg', 'webp', 'gif', 'avif'] as const)
      expect(fileKind(await picture.clone().toFormat(format).toBuffer()), format).toBe('picture')
  })
})

describe('nothing of ours is', () => {
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  const vba = { name: 'word/vbaProject.bin', content: 'x' }
  const macroTypes = { name: '[Content_Types].xml', content: '<Types>…document.macroEnabled.main+xml</Types>' }
  const bomb = { name: 'word/media/huge.bin', content: Buffer.alloc(8 * 1024 * 1024) }
  const strangers: [string, Buffer][] = [
    ['nothing', Buffer.alloc(0)],
    ['an SVG with a script', text(svg)],
    ['an SVG behind a declaration', text(`<?xml version="1.0"?>\n${svg}`)],
    ['an SVG behind a byte order mark and blanks', text(`\ufeff \n${svg}`)],
    ['an SVG in the middle of a text', text(`ad,soyad\n${svg}`)],
    ['HTML', text('<!doctype html><p>hi')],
    ['a script for a shell', text('#!/bin/sh\nrm -rf /')],
    ['bytes', Buffer.from([0, 1, 2, 3, 255])],
    ['a program', Buffer.concat([text('MZ'), Buffer.alloc(200)])],
    ['half a character', Buffer.from([0x61, 0xc3])],
    ['a text with NUL', text('a\0b')],
    ['a PDF without an end', text('%PDF-1.7\n1 0 obj')],
    ['HTML before a PDF', Buffer.concat([text('<html>'), PDF])],
    ['any other zip', zipOf([{ name: 'setup.exe', content: 'MZ' }])],
    ['an empty zip', zipOf([])],
    ['Word with macros', officeFile('docx', [vba])],
    ['Excel with macros', officeFile('xlsx', [{ name: 'xl/vbaProject.bin', content: 'x' }])],
    ['macros in other letters', officeFile('docx', [{ ...vba, name: 'word/VBAPROJECT.BIN' }])],
    ['macros by another name', officeFile('docx', [macroTypes])],
    ['LibreOffice with macros', officeFile('odt', [{ name: 'Basic/Standard/Module1.xml', content: 'x' }])],
    ['a zip bomb that says so', officeFile('docx', [bomb])],
    ['a zip that says it unpacks to gigabytes', officeFile('docx', [{ name: 'a', content: 'x', says: 0xfffffff0 }])],
    ['files that lie over each other', officeFile('docx', [{ name: 'a', content: 'x'.repeat(99), at: 0 }])],
    ['a file that leads out', officeFile('docx', [{ name: '../../etc/passwd', content: 'x' }])],
    ['a file by its whole path', officeFile('docx', [{ name: 'C:\\run.exe', content: 'x' }])],
    ['one name twice', officeFile('docx', [{ name: '_rels/.rels', content: 'x' }])],
    ['an encrypted one', officeFile('docx', [{ name: 'a', content: 'x', flags: 1 }])],
    ['two kinds at once', officeFile('docx', [{ name: 'xl/workbook.xml', content: 'x' }])],
    ['half a zip', officeFile('docx').subarray(0, 200)],
    ['a zip with something before it', Buffer.concat([text('PK..'), officeFile('docx')])],
    ['a zip with something behind it', Buffer.concat([officeFile('docx'), text('more')])],
    ['a kind that LibreOffice doesn’t write', zipOf([{ name: 'mimetype', content: 'text/html', stored: true }])],
  ]
  test.each(strangers)('%s', (_name, bytes) => expect(fileKind(bytes)).toBeNull())

  test('what is cut off or changed anywhere, and nothing of it makes the server fail', () => {
    const whole = officeFile('docx', [{ name: 'word/media/a.bin', content: 'x'.repeat(50) }])
    for (let at = 0; at < whole.length; at++) {
      expect(fileKind(whole.subarray(0, at)), `${at}`).not.toBe(`${OPEN_XML}.wordprocessingml.document`)
      const changed = Buffer.from(whole)
      changed[at] = 255 - changed[at]!
      expect(() => fileKind(changed), `${at}`).not.toThrow()
    }
  })
})

describe('the name of a file', () => {
  test.each([
    ['Bütçe 2027.pdf', 'application/pdf', 'Bütçe 2027.pdf'],
    ['RAPOR.PDF', 'application/pdf', 'RAPOR.pdf'],
    ['rapor', 'application/pdf', 'rapor.pdf'],
    ['C:\\Users\\ada\\rapor.pdf', 'application/pdf', 'rapor.pdf'],
    ['../../etc/passwd', 'text/plain', 'passwd.txt'],
    ['run.bat', 'text/plain', 'run.bat.txt'],
    ['liste.csv', 'text/plain', 'liste.csv'],
    ['IMG_1.JPG', 'image/webp', 'IMG_1.webp'],
    ['fdp\u202exslx.pdf', 'application/pdf', 'fdp xslx.pdf'],
    ['a\u0000b\nc"d.pdf', 'application/pdf', 'a b c d.pdf'],
    ['...', 'text/plain', 'file.txt'],
    ['.pdf', 'application/pdf', 'pdf.pdf'],
    ['تقرير.pdf', 'application/pdf', 'تقرير.pdf'],
    [`${'ü'.repeat(300)}.pdf`, 'application/pdf', `${'ü'.repeat(116)}.pdf`],
  ])('%j is kept as %s: %j', (given, media, name) => expect(fileName(given, media)?.name).toBe(name))

  test.each([
    ['rapor.pdf', 'text/plain'],
    ['rapor.pdf', `${OPEN_XML}.wordprocessingml.document`],
    ['rapor.docx', 'application/pdf'],
    ['foto.pdf', 'image/webp'],
    ['foto.png', 'text/plain'],
    ['tablo.xlsx', `${OPEN_XML}.wordprocessingml.document`],
  ])('%s is no %s', (given, media) => expect(fileName(given, media)).toBeNull())

  test('travels in a header that every browser reads', () => {
    expect(disposition('attachment', 'Bütçe (2027).pdf')).toBe(
      `attachment; filename="Butce (2027).pdf"; filename*=UTF-8''B%C3%BCt%C3%A7e%20%282027%29.pdf`,
    )
    expect(disposition('inline', 'تقرير.webp')).toBe(
      `inline; filename="file.webp"; filename*=UTF-8''%D8%AA%D9%82%D8%B1%D9%8A%D8%B1.webp`,
    )
  })
})
