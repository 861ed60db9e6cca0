#include "core/analysis/detectors.h"
#include "core/analysis/documents.h"
#include "core/knowledge/knowledge.h"

#include <QRegularExpression>

namespace reberth::analysis {

namespace {

constexpr auto caseless = QRegularExpression::CaseInsensitiveOption;
constexpr qsizetype maxLine = 4000;
constexpr qsizetype maxNeeds = 60;

using Kind = HardwareNeed::Kind;

double gibibytes(const QString& number, const QString& unit) {
    const double value = QString(number).remove(QLatin1Char(',')).toDouble();
    switch (unit.isEmpty() ? 'G' : unit.front().toUpper().toLatin1()) {
    case 'T':
        return value * 1024;
    case 'M':
        return value / 1024;
    default:
        return value;
    }
}

int countOf(const QString& word) {
    static const QStringList words{QStringLiteral("zero"),  QStringLiteral("one"),   QStringLiteral("two"),
                                   QStringLiteral("three"), QStringLiteral("four"),  QStringLiteral("five"),
                                   QStringLiteral("six"),   QStringLiteral("seven"), QStringLiteral("eight")};
    const QString lower = word.toLower();
    if (lower == QLatin1String("single") || lower == QLatin1String("a") || lower == QLatin1String("an"))
        return 1;
    const qsizetype at = words.indexOf(lower);
    return at > 0 ? int(at) : lower.toInt();
}

class Reader {
public:
    Reader(const SourceTree& tree, const knowledge::Knowledge& knowledge, Draft& draft)
        : m_tree(tree)
        , m_knowledge(knowledge)
        , m_draft(draft) {}

    void read() {
        for (const SourceFile& file : documentsOf(m_tree)) {
            if (file.depth() > 2)
                continue;
            const std::optional<QString> text = m_tree.text(file.path);
            if (!text)
                continue;
            bool fenced = false;
            int number = 0;
            for (const QString& line : text->split(QLatin1Char('\n'))) {
                ++number;
                const QString trimmed = line.trimmed();
                if (trimmed.startsWith(QLatin1String("```")))
                    fenced = !fenced;
                if (line.size() > maxLine || trimmed.isEmpty())
                    continue;
                const Evidence evidence = evidenceAt(file.path, number, line);
                readCommand(trimmed, evidence);
                // A table compares machines; it doesn't ask for them.
                if (!fenced && !trimmed.startsWith(QLatin1Char('|')))
                    readProse(trimmed, evidence);
            }
        }
    }

private:
    void add(Kind kind, double amount, const QString& model, const Evidence& evidence) {
        for (HardwareNeed& known : m_draft.hardware) {
            if (known.kind == kind && qFuzzyCompare(known.amount + 1, amount + 1) && known.model == model) {
                if (known.evidence.size() < 20 && !known.evidence.contains(evidence))
                    known.evidence.append(evidence);
                return;
            }
        }
        if (m_draft.hardware.size() < maxNeeds)
            m_draft.hardware.append({kind, amount, model, {evidence}});
    }

    /// torchrun --nproc_per_node=8, --gpus 4, CUDA_VISIBLE_DEVICES=0,1,2,3 python …
    void readCommand(const QString& line, const Evidence& evidence) {
        static const QRegularExpression command(
            QStringLiteral("\\b(?:python[\\d.]*|torchrun|accelerate|deepspeed|mpirun|sh|bash)\\s"));
        if (!command.match(line).hasMatch())
            return;
        static const QRegularExpression processes(QStringLiteral(
            "--(?:nproc[_-]per[_-]node|num[_-]gpus?|n[_-]?gpus?|num[_-]processes|gpu[_-]?num)[=\\s]+(\\d{1,3})\\b"));
        static const QRegularExpression visible(
            QStringLiteral("\\bCUDA_VISIBLE_DEVICES=[\"']?(\\d{1,2}(?:,\\d{1,2})+)"));
        int count = 0;
        if (const auto match = processes.match(line); match.hasMatch())
            count = match.captured(1).toInt();
        else if (const auto devices = visible.match(line); devices.hasMatch())
            count = int(devices.captured(1).count(QLatin1Char(','))) + 1;
        if (count >= 2 && count <= 512)
            add(Kind::GpuCount, count, {}, evidence);
    }

    void readProse(const QString& line, const Evidence& evidence) {
        // Only what is asked for, or what the authors ran it on.
        static const QRegularExpression statement(
            QStringLiteral(
                "\\b(?:test(?:ed)?|train(?:ed|ing|s)?|ran|run(?:s|ning)?|require[sd]?|requirements?|need(?:s|ed)?|"
                "recommend(?:ed|s)?|"
                "us(?:e|es|ed|ing)|experiments?|at least|minimum|takes?|took|consumes?|fits?|enough|hardware|machine|"
                "prerequisites?|evaluat\\w+|conducted|perform\\w+|suggest\\w*|must|should|available|with)\\b|\\bgpus?"
                "\\s*:"),
            caseless);
        if (!statement.match(line).hasMatch())
            return;
        readModels(line, evidence);
        readMemory(line, evidence);
        readDisk(line, evidence);
    }

    void readModels(const QString& line, const Evidence& evidence) {
        static const QRegularExpression model(
            QStringLiteral("(?<![\\w.-])(?:(\\d{1,3}|one|two|three|four|six|eight|single|an?)\\s*[x×*]?\\s*)?(?:-?\\s*("
                           "?:nvidia|geforce|tesla|quadro|gpus?)\\s+)*"
                           "((?:GTX|RTX)[ -]?(?:A\\d{4}|\\d{3,4})\\s?(?:Ti|Super)?|(?:GTX )?Titan[ "
                           "-]?(?:Xp|X|V|RTX|Black)?(?![a-z])|"
                           "[0-9]{4}\\s?Ti|3090|4090|[VPA]100|A800|H[128]00|GH200|B200|A10G?|A30|A40|A[456]000|K[48]0m?"
                           "|M40|M60|P40|L40S?|L4|T4)"
                           "(?![\\w]|\\.\\d)"),
            caseless);
        static const QRegularExpression vague(
            QStringLiteral("^(?:A10|A30|A40|L4|T4|M40|M60|P40|K40|K80|B200|3090|4090|Titan)$"), caseless);
        static const QRegularExpression gpuWord(
            QStringLiteral("\\b(?:gpus?|nvidia|tesla|geforce|cuda|graphics card|[gr]tx)\\b"), caseless);
        auto it = model.globalMatch(line);
        while (it.hasNext()) {
            const auto match = it.next();
            QString name = match.captured(2).simplified();
            // Short names are also roads, papers and tables.
            if (vague.match(name).hasMatch() && !gpuWord.match(line).hasMatch())
                continue;
            // "RTX 3080/3090": what follows the slash lost its family.
            if (name.front().isDigit())
                name.prepend(QLatin1String("RTX "));
            if (const std::optional<knowledge::GpuModel> known = m_knowledge.gpuByName(name)) {
                // Which of its memory sizes was meant isn't said.
                static const QRegularExpression memory(QStringLiteral("\\s+\\d+\\s?GB$"));
                name = QString(known->name).remove(memory);
            }
            add(Kind::GpuModel, 0, name, evidence);
            const QString word = match.captured(1);
            const int count = countOf(word);
            const bool article = word.compare(QLatin1String("a"), Qt::CaseInsensitive) == 0 ||
                                 word.compare(QLatin1String("an"), Qt::CaseInsensitive) == 0;
            if (count >= 1 && count <= 512 && !article)
                add(Kind::GpuCount, count, {}, evidence);
        }
        static const QRegularExpression number(
            QStringLiteral("(?<![\\w.])(\\d{1,3}|two|three|four|six|eight|single)[\\s-]+(?:(?!(?:and|or|for|to|in|of|"
                           "with|the|per|on|at|that|from|but|cpus?)\\b)[a-z][\\w-]*\\s+){0,2}GPUs?\\b(?!"
                           "\\s*(?:hours?|days?|memory|ram))"),
            caseless);
        static const QRegularExpression unit(QStringLiteral("\\d\\s*(?:GB|G|GiB|MB|hours?|days?|min|%)\\b|\\d+\\.\\d"),
                                             caseless);
        if (const auto match = number.match(line); match.hasMatch() && !unit.match(match.captured()).hasMatch()) {
            const int count = countOf(match.captured(1));
            if (count >= 1 && count <= 512)
                add(Kind::GpuCount, count, {}, evidence);
        }
    }

    void readMemory(const QString& line, const Evidence& evidence) {
        static const QRegularExpression before(
            QStringLiteral(
                "(?<![\\w.])(\\d{1,4}(?:\\.\\d+)?)\\s*-?\\s*([GT])i?B?\\s*\\+?\\s*(?:of\\s+|or "
                "more\\s+(?:of\\s+)?)?(?:(?:free|available|dedicated|total)\\s+)?"
                "((?:gpu|video|graphics|cuda|device|system|cpu|host|main|physical)[\\s-]*)?(vram|memory|mem|ram)\\b"),
            caseless);
        static const QRegularExpression after(
            QStringLiteral("\\b(?:(gpu|video|graphics|cuda|system|cpu|host)[\\s-]*)?(vram|memory|ram)\\b[^.;,|]{0,30}?("
                           "?<![\\w.])(\\d{1,4}(?:\\.\\d+)?)\\s*([GT])i?B\\b"),
            caseless);
        static const QRegularExpression card(
            QStringLiteral("(?:gpus?|graphics cards?)\\b[^.;|]{0,30}?\\b(?:with|has|have|having|of|at "
                           "least|least|minimum|>=?|≥)\\s*(?:at "
                           "least\\s*)?(\\d{1,3})\\s*([G])i?B?\\b(?!\\s*(?:of\\s+)?(?:disk|storage))|"
                           "(\\d{1,3})\\s*([G])i?B\\s+(?:nvidia\\s+)?(?:gpus?|graphics cards?)\\b"),
            caseless);
        static const QRegularExpression gpuWord(
            QStringLiteral(
                "\\b(?:gpus?|nvidia|tesla|geforce|cuda|graphics|titan\\w*|[gr]tx\\w*|[kpvamh]\\d{2,4}0?)\\b"),
            caseless);
        static const QRegularExpression cpu(QStringLiteral("system|cpu|host|main|physical"), caseless);
        const auto place = [&](const QString& owner, const QString& noun, double amount, qsizetype at) {
            if (amount < 1 || amount > 8192)
                return;
            const bool video = noun.compare(QLatin1String("vram"), Qt::CaseInsensitive) == 0;
            const bool system = cpu.match(owner).hasMatch();
            const QString near = line.mid(std::max<qsizetype>(at - 50, 0), 100);
            const bool gpu = video || (!system && (!owner.trimmed().isEmpty() || gpuWord.match(near).hasMatch()));
            // "RAM" without a GPU beside it is the machine's.
            if (gpu && amount <= 192)
                add(Kind::GpuMemory, amount, {}, evidence);
            else if (!gpu)
                add(Kind::Memory, amount, {}, evidence);
        };
        auto it = before.globalMatch(line);
        bool any = false;
        while (it.hasNext()) {
            const auto match = it.next();
            place(match.captured(3), match.captured(4), gibibytes(match.captured(1), match.captured(2)),
                  match.capturedStart());
            any = true;
        }
        if (any)
            return;
        if (const auto match = after.match(line); match.hasMatch()) {
            place(match.captured(1), match.captured(2), gibibytes(match.captured(3), match.captured(4)),
                  match.capturedStart());
        } else if (const auto gpu = card.match(line); gpu.hasMatch()) {
            const double amount = gibibytes(gpu.captured(1) + gpu.captured(3), gpu.captured(2) + gpu.captured(4));
            if (amount >= 1 && amount <= 192)
                add(Kind::GpuMemory, amount, {}, evidence);
        }
    }

    void readDisk(const QString& line, const Evidence& evidence) {
        static const QRegularExpression before(
            QStringLiteral("(?<![\\w.])(\\d{1,5}(?:[.,]\\d+)?)\\s*([GTM])i?B\\s*(?:of\\s+|or "
                           "more\\s+(?:of\\s+)?)?(?:(?:free|available|additional|hard|local|SSD|disk)\\s+)*"
                           "(?:disk|storage|hard[ -]?drive|drive|SSD|space)\\b"),
            caseless);
        static const QRegularExpression after(QStringLiteral("\\b(?:disk|storage)\\s+(?:space|usage)?[^.;|]{0,40}?(?<!["
                                                             "\\w.])(\\d{1,5}(?:\\.\\d+)?)\\s*([GT])i?B\\b"),
                                              caseless);
        auto match = before.match(line);
        if (!match.hasMatch())
            match = after.match(line);
        if (!match.hasMatch())
            return;
        const double amount = gibibytes(match.captured(1), match.captured(2));
        if (amount >= 1)
            add(Kind::Disk, amount, {}, evidence);
    }

    const SourceTree& m_tree;
    const knowledge::Knowledge& m_knowledge;
    Draft& m_draft;
};

} // namespace

void detectHardware(const SourceTree& tree, const knowledge::Knowledge& knowledge, Draft& draft) {
    Reader(tree, knowledge, draft).read();
}

} // namespace reberth::analysis
