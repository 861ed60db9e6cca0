#include "tests/system/mutateddockerfile.h"

#include <QList>
#include <QStringList>

#include <random>

namespace reberth::test {

namespace {

const QStringList& seeds() {
    static const QStringList list{
        QStringLiteral("FROM scratch AS base\nARG NAME=value\nENV A=1 B=\"two words\" C=${NAME:-x}\n"
                       "LABEL org.example.name=\"a\" other='b c'\nWORKDIR /srv\nEXPOSE 80 443/tcp 53/udp\n"
                       "USER 1000:1000\nSTOPSIGNAL SIGTERM\nCMD [\"/bin/x\", \"--flag\"]\n"),
        QStringLiteral(
            "# escape=\\\nFROM scratch\nENV PATH=/bin:$PATH \\\n    # a comment\n"
            "    HOME=/root\nCOPY Dockerfile /a\nCOPY [\"Dockerfile\", \"/b c\"]\nENTRYPOINT [\"/a\"]\n"),
        QStringLiteral(
            "ARG TAG=1\nFROM scratch AS one\nCOPY <<EOF /etc/x\nline one $TAG\nline two\nEOF\n"
            "FROM scratch AS two\nCOPY --from=one /etc/x /etc/y\nCOPY --chown=1:1 --chmod=644 Dockerfile /z\n"),
        QStringLiteral("FROM scratch\nHEALTHCHECK --interval=5s --timeout=3s --retries=3 CMD [\"/x\"]\n"
                       "VOLUME /data /more\nVOLUME [\"/a\", \"/b\"]\nSHELL [\"/bin/bash\", \"-c\"]\n"
                       "ONBUILD COPY Dockerfile /c\nLABEL a=b\n"),
        QStringLiteral("FROM scratch\nADD Dockerfile /d/\nCOPY --link Dockerfile /e\nENV X=a\nENV Y ${X}/b\n"
                       "EXPOSE ${PORT:-8080}\nMAINTAINER somebody\nONBUILD ENV Z=1\nWORKDIR rel\n"),
        QStringLiteral("FROM scratch AS build\nARG VERSION\nARG OTHER=\"a b\"\nENV V=${VERSION:+set} W=${OTHER%b}\n"
                       "LABEL \"quoted key\"=\"quoted value\" n=1\nFROM build\nUSER nobody\nHEALTHCHECK NONE\n"),
        QStringLiteral(
            "FROM scratch\nCOPY <<-\"ONE\" <<TWO /dir/\n\tfirst $x\n\tONE\nsecond\nTWO\nENV E=\"it's\" F='\"'\n"
            "STOPSIGNAL 9\nEXPOSE 8000-8010\n")};
    return list;
}

class Mutator {
public:
    explicit Mutator(unsigned number)
        : m_random(number) {}

    QString run() {
        QString text = pick(seeds());
        for (unsigned left = 1 + next(3); left > 0; --left) {
            change(text);
        }
        return text;
    }

private:
    /// The library's distributions differ between systems; this does not.
    unsigned next(unsigned bound) { return static_cast<unsigned>(m_random() % bound); }
    const QString& pick(const QStringList& list) { return list.at(next(static_cast<unsigned>(list.size()))); }

    void change(QString& text);
    void changeLines(QString& text, unsigned kind);
    void changeWords(QString& text, unsigned kind);
    void changeCharacters(QString& text, unsigned kind);

    std::mt19937 m_random;
};

void Mutator::changeLines(QString& text, unsigned kind) {
    static const QStringList lines{QStringLiteral("# a comment"),
                                   QStringLiteral(""),
                                   QStringLiteral("   "),
                                   QStringLiteral("ENV"),
                                   QStringLiteral("FROM scratch AS last"),
                                   QStringLiteral("CMD"),
                                   QStringLiteral("COPY --from=9 /a /b"),
                                   QStringLiteral("EXPOSE 70000"),
                                   QStringLiteral("ENV A"),
                                   QStringLiteral("LABEL x"),
                                   QStringLiteral("SHELL bash"),
                                   QStringLiteral("ONBUILD ONBUILD ENV A=1"),
                                   QStringLiteral("ONBUILD FROM x"),
                                   QStringLiteral("HEALTHCHECK CMD"),
                                   QStringLiteral("HEALTHCHECK NONE x"),
                                   QStringLiteral("USER"),
                                   QStringLiteral("WORKDIR"),
                                   QStringLiteral("STOPSIGNAL NOPE"),
                                   QStringLiteral("COPY a"),
                                   QStringLiteral("ADD [\"a\"]"),
                                   QStringLiteral("ARG A=1 B=2"),
                                   QStringLiteral("ARG"),
                                   QStringLiteral("VOLUME"),
                                   QStringLiteral("VOLUME []"),
                                   QStringLiteral("ENV A=${x^^}"),
                                   QStringLiteral("ENV A=\"open"),
                                   QStringLiteral("LABEL a='open"),
                                   QStringLiteral("COPY --frm=base / /"),
                                   QStringLiteral("COPY --chmod=9 a b"),
                                   QStringLiteral("ENV A=1 B"),
                                   QStringLiteral("FROM"),
                                   QStringLiteral("FROM scratch x"),
                                   QStringLiteral("FROM scratch AS 1x"),
                                   QStringLiteral("FRM scratch"),
                                   QStringLiteral("HEALTHCHECK --interval=5 CMD x"),
                                   QStringLiteral("CMD [\"a\", 1]"),
                                   QStringLiteral("CMD ['a']"),
                                   QStringLiteral("CMD [\"a\""),
                                   QStringLiteral("ENTRYPOINT []"),
                                   QStringLiteral("COPY --link=maybe a b"),
                                   QStringLiteral("COPY --chown=1 --chown=2 a b"),
                                   QStringLiteral("ENV =1"),
                                   QStringLiteral("EXPOSE 80/xyz"),
                                   QStringLiteral("EXPOSE x"),
                                   QStringLiteral("ONBUILD"),
                                   QStringLiteral("# escape=x")};
    QStringList all = text.split(u'\n');
    const auto at = static_cast<qsizetype>(next(static_cast<unsigned>(all.size())));
    switch (kind) {
    case 0:
        all.insert(at, pick(lines));
        break;
    case 1:
        all.removeAt(at);
        break;
    case 2:
        all.insert(at, all.at(at));
        break;
    case 3:
        all.swapItemsAt(at, static_cast<qsizetype>(next(static_cast<unsigned>(all.size()))));
        break;
    case 4:
        all[at] += QStringLiteral(" \\");
        break;
    default:
        all[at] = all.at(at).toLower();
        break;
    }
    text = all.join(u'\n');
}

void Mutator::changeWords(QString& text, unsigned kind) {
    static const QStringList words{
        QStringLiteral("--chown=1:1"), QStringLiteral("--from=base"), QStringLiteral("--link"),
        QStringLiteral("--nope"),      QStringLiteral("$A"),          QStringLiteral("${A}"),
        QStringLiteral("${A"),         QStringLiteral("${A:-b}"),     QStringLiteral("${A:x}"),
        QStringLiteral("\"a b\""),     QStringLiteral("'x"),          QStringLiteral("a=b"),
        QStringLiteral("=x"),          QStringLiteral("[]"),          QStringLiteral("[\"x\"]"),
        QStringLiteral("# x"),         QStringLiteral("<<E"),         QStringLiteral("AS"),
        QStringLiteral("80"),          QStringLiteral("99999"),       QStringLiteral("/"),
        QStringLiteral("\\")};
    QStringList all = text.split(u' ');
    const auto at = static_cast<qsizetype>(next(static_cast<unsigned>(all.size())));
    if (kind == 0) {
        all.insert(at, pick(words));
    } else if (kind == 1) {
        all.removeAt(at);
    } else {
        all[at] = pick(words);
    }
    text = all.join(u' ');
}

void Mutator::changeCharacters(QString& text, unsigned kind) {
    static const QString characters = QStringLiteral("\"'\\$={}[],#-/: \t\nAZaz09<");
    const auto at = static_cast<qsizetype>(next(static_cast<unsigned>(text.size())));
    if (kind == 0) {
        text.insert(at, characters.at(static_cast<qsizetype>(next(static_cast<unsigned>(characters.size())))));
    } else if (kind == 1) {
        text.remove(at, 1);
    } else {
        text[at] = characters.at(static_cast<qsizetype>(next(static_cast<unsigned>(characters.size()))));
    }
}

void Mutator::change(QString& text) {
    if (text.isEmpty()) {
        return;
    }
    switch (next(4)) {
    case 0:
    case 1:
        changeLines(text, next(6));
        break;
    case 2:
        changeWords(text, next(3));
        break;
    default:
        changeCharacters(text, next(3));
        break;
    }
}

} // namespace

QString mutatedDockerfile(unsigned number) {
    return Mutator(number).run();
}

} // namespace reberth::test
