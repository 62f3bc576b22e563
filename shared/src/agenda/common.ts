import { type StepDraft, type StepMode, StepSettings } from '../contracts/meetings.ts'
import type { Language } from '../languages.ts'

/** What is said in all six languages. */
export type Words = Record<Language, string>

export type WrittenStep = {
  mode: StepMode
  minutes: number
  title: Words
  instruction: Words
  settings?: Partial<StepSettings>
}

export function step({ settings = {}, ...given }: WrittenStep): StepDraft {
  return { ...given, settings: StepSettings.parse(settings) }
}

/** After private writing: the notes come out, and people read before they speak. */
export function reading(minutes = 5): StepDraft {
  return step({
    mode: 'reveal',
    minutes,
    title: {
      tr: 'Birlikte okuma',
      en: 'Reading together',
      ar: 'قراءة مشتركة',
      de: 'Gemeinsam lesen',
      da: 'Vi læser sammen',
      eu: 'Elkarrekin irakurtzen',
    },
    instruction: {
      tr: 'Bütün notlar aynı anda görünür. Önce sessizce okuyun, öteki tarafın yazdıklarını da.',
      en: 'All notes appear at the same moment. Read them in silence first, also those of the other side.',
      ar: 'تظهر جميع الملاحظات في اللحظة نفسها. اقرؤوها أولًا بصمت، بما فيها ملاحظات الطرف الآخر.',
      de: 'Alle Notizen erscheinen im selben Augenblick. Lesen Sie zuerst in Ruhe, auch die der anderen Seite.',
      da: 'Alle sedler kommer frem i samme øjeblik. Læs dem først i stilhed, også den anden sides.',
      eu: 'Ohar guztiak une berean agertzen dira. Irakurri lehenik isilean, beste aldearenak ere bai.',
    },
  })
}

export function pause(minutes = 10): StepDraft {
  return step({
    mode: 'break',
    minutes,
    title: { tr: 'Ara', en: 'Break', ar: 'استراحة', de: 'Pause', da: 'Pause', eu: 'Atsedena' },
    instruction: {
      tr: 'Bir çay için ve henüz tanımadığınız biriyle konuşun. Süre dolunca devam ediyoruz.',
      en: 'Have some tea, and talk to somebody you don’t know yet. We go on when the time is over.',
      ar: 'اشربوا الشاي وتحدثوا مع شخص لا تعرفونه بعد. نتابع عند انتهاء الوقت.',
      de: 'Trinken Sie einen Tee und sprechen Sie mit jemandem, den Sie noch nicht kennen. Nach Ablauf der Zeit geht es weiter.',
      da: 'Tag en kop te, og tal med en, du ikke kender endnu. Vi fortsætter, når tiden er gået.',
      eu: 'Hartu tea, eta hitz egin oraindik ezagutzen ez duzun norbaitekin. Denbora amaitzean jarraituko dugu.',
    },
  })
}

export function closing(minutes = 5): StepDraft {
  return step({
    mode: 'free',
    minutes,
    title: { tr: 'Kapanış', en: 'Closing', ar: 'الختام', de: 'Abschluss', da: 'Afrunding', eu: 'Itxiera' },
    instruction: {
      tr: 'Bu toplantıdan yanınızda ne götürdüğünüzü bir cümleyle söyleyin. Toplantının özetini e-postayla isteyebilirsiniz.',
      en: 'Say in one sentence what you take with you. You can have the summary of this meeting sent to you by e-mail.',
      ar: 'قولوا في جملة واحدة بماذا تخرجون من هذا الاجتماع. يمكنكم طلب ملخص الاجتماع بالبريد الإلكتروني.',
      de: 'Sagen Sie in einem Satz, was Sie mitnehmen. Die Zusammenfassung dieses Treffens können Sie sich per E-Mail schicken lassen.',
      da: 'Sig i én sætning, hvad du tager med dig. Du kan få mødets opsummering tilsendt på e-mail.',
      eu: 'Esan esaldi batean zer daramazun zurekin. Bilera honen laburpena posta elektronikoz jaso dezakezu.',
    },
  })
}
