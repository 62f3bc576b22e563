import type { StepDraft } from '../contracts/meetings.ts'
import { step } from './common.ts'

/** The first step of a meeting before which something was promised. */
export function carriedStep(): StepDraft {
  return step({
    mode: 'discuss',
    minutes: 15,
    title: {
      tr: 'Verilen sözler ne oldu?',
      en: 'What became of it',
      ar: 'ماذا حلّ بالوعود؟',
      de: 'Was daraus geworden ist',
      da: 'Hvad der blev af det',
      eu: 'Zer gertatu da hitz emandakoarekin',
    },
    instruction: {
      tr: 'Gündemin başındaki “Geçen seferden” listesini birlikte gözden geçirin: önce gecikenler. Her sorumlu kuruluş ne yapıldığını, neyin engel olduğunu ve neyin değişmesi gerektiğini söyler.',
      en: 'Go through “From last time” at the top of the agenda together, overdue promises first. Each organisation says what has been done, what stood in the way and what has to change.',
      ar: 'راجعوا معًا قائمة «من المرة السابقة» في أعلى جدول الأعمال، والمتأخر أولًا. تقول كل جهة مسؤولة ما الذي أُنجز وما الذي أعاق وما الذي يجب أن يتغيّر.',
      de: 'Gehen Sie gemeinsam „Vom letzten Mal“ oben in der Agenda durch, Überfälliges zuerst. Jede Organisation sagt, was getan wurde, was im Weg stand und was sich ändern muss.',
      da: 'Gå sammen “Fra sidst” øverst i dagsordenen igennem, forfaldne løfter først. Hver organisation siger, hvad der er gjort, hvad der stod i vejen, og hvad der må ændres.',
      eu: 'Berrikusi elkarrekin gai-zerrendaren goiko «Aurrekotik», epez kanpokoak lehenik. Erakunde bakoitzak esaten du zer egin den, zer izan den oztopo eta zer aldatu behar den.',
    },
  })
}

/** Puts it first; an agenda that begins with it already, as a copied one may, stays as it is. */
export function withCarriedStep(steps: readonly StepDraft[]): StepDraft[] {
  const first = carriedStep()
  return steps[0]?.mode === first.mode && steps[0].title.en === first.title.en ? [...steps] : [first, ...steps]
}
