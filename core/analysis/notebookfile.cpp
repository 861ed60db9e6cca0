#include "core/analysis/notebookfile.h"

#include <algorithm>
#include <cstring>

namespace reberth::analysis {

namespace {

constexpr qsizetype maxCells = 2000;
constexpr qsizetype maxText = 4 * 1024 * 1024; ///< characters of code

/// Walks JSON text and stops where it is none.
class NotebookReader {
public:
    NotebookReader(QByteArrayView json, Notebook& notebook)
        : m_json(json)
        , m_notebook(notebook) {}

    void run() {
        skipBlank();
        m_failed = peek() != '{';
        object([this](const QString& key) { return top(key, 0); });
        m_notebook.complete = m_notebook.complete && !m_failed;
    }

private:
    bool top(const QString& key, int depth) {
        if (key == QLatin1String("cells"))
            array([this] { cell(); });
        else if (key == QLatin1String("worksheets") && depth == 0)
            array([this] { object([this](const QString& inner) { return top(inner, 1); }); });
        else if (key == QLatin1String("metadata"))
            object([this](const QString& inner) { return metadata(inner); });
        else
            return false;
        return true;
    }

    bool metadata(const QString& key) {
        if (key == QLatin1String("kernelspec"))
            object([this](const QString& name) {
                if (name == QLatin1String("name"))
                    m_notebook.kernel = string();
                else if (name == QLatin1String("language") && m_notebook.language.isEmpty())
                    m_notebook.language = string();
                else
                    return false;
                return true;
            });
        else if (key == QLatin1String("language_info"))
            object([this](const QString& name) {
                if (name == QLatin1String("version")) {
                    skipBlank();
                    m_notebook.versionLine = m_line;
                    m_notebook.version = string();
                } else if (name == QLatin1String("name")) {
                    m_notebook.language = string();
                } else {
                    return false;
                }
                return true;
            });
        else
            return false;
        return true;
    }

    void cell() {
        QString kind;
        QList<NotebookLine> lines;
        object([&](const QString& key) {
            if (key == QLatin1String("cell_type"))
                kind = string();
            else if (key == QLatin1String("source") || key == QLatin1String("input"))
                lines = source();
            else
                return false;
            return true;
        });
        if (kind == QLatin1String("code") && !lines.isEmpty() && m_notebook.cells.size() < maxCells)
            m_notebook.cells.append(lines);
    }

    /// A list of lines, or all of them in one string.
    QList<NotebookLine> source() {
        QList<NotebookLine> lines;
        const auto take = [&] {
            skipBlank();
            const int line = m_line;
            QString text = string();
            m_taken += text.size();
            if (m_taken > maxText) {
                m_notebook.complete = false;
                return;
            }
            if (text.endsWith(QLatin1Char('\n')))
                text.chop(1);
            for (const QString& part : text.split(QLatin1Char('\n')))
                lines.append({part, line});
        };
        skipBlank();
        if (peek() == '[')
            array(take);
        else
            take();
        return lines;
    }

    char peek() const { return m_at < m_json.size() ? m_json.at(m_at) : '\0'; }

    void skipBlank() {
        while (m_at < m_json.size()) {
            const char c = m_json.at(m_at);
            if (c == '\n')
                ++m_line;
            else if (c != ' ' && c != '\t' && c != '\r')
                return;
            ++m_at;
        }
    }

    bool expect(char wanted) {
        skipBlank();
        if (peek() != wanted) {
            m_failed = true;
            return false;
        }
        ++m_at;
        return true;
    }

    /// `member` reads the value of a key and returns true, or leaves it to be skipped.
    template <typename Member> void object(Member member) {
        skipBlank();
        if (peek() != '{')
            return skipValue();
        ++m_at;
        while (!m_failed) {
            skipBlank();
            if (peek() == '}') {
                ++m_at;
                return;
            }
            const QString key = string();
            if (!expect(':'))
                return;
            if (!member(key))
                skipValue();
            skipBlank();
            if (peek() == ',')
                ++m_at;
            else if (peek() != '}')
                m_failed = true;
        }
    }

    template <typename Item> void array(Item item) {
        skipBlank();
        if (peek() != '[')
            return skipValue();
        ++m_at;
        while (!m_failed) {
            skipBlank();
            if (peek() == ']') {
                ++m_at;
                return;
            }
            item();
            skipBlank();
            if (peek() == ',')
                ++m_at;
            else if (peek() != ']')
                m_failed = true;
        }
    }

    /// The text of a string; any other value is skipped and gives "".
    QString string() {
        skipBlank();
        if (peek() != '"') {
            skipValue();
            return {};
        }
        ++m_at;
        QString text;
        qsizetype from = m_at;
        const auto flush = [&] { text += QString::fromUtf8(m_json.sliced(from, m_at - from)); };
        while (m_at < m_json.size()) {
            const char c = m_json.at(m_at);
            if (c == '"') {
                flush();
                ++m_at;
                return text;
            }
            if (c == '\n')
                break;
            if (c != '\\') {
                ++m_at;
                continue;
            }
            flush();
            const char escaped = m_at + 1 < m_json.size() ? m_json.at(m_at + 1) : '\0';
            m_at += 2;
            if (escaped == 'n')
                text += QLatin1Char('\n');
            else if (escaped == 't')
                text += QLatin1Char('\t');
            else if (escaped == 'u' && m_at + 4 <= m_json.size()) {
                text += QChar(char16_t(m_json.sliced(m_at, 4).toUShort(nullptr, 16)));
                m_at += 4;
            } else if (escaped != 'r' && escaped != 'b' && escaped != 'f')
                text += QLatin1Char(escaped);
            m_at = std::min(m_at, m_json.size());
            from = m_at;
        }
        m_failed = true;
        return text;
    }

    /// Over strings and brackets without recursion: outputs may hold anything.
    void skipValue() {
        skipBlank();
        int depth = 0;
        const qsizetype start = m_at;
        while (m_at < m_json.size()) {
            const char c = m_json.at(m_at);
            if (c == '"') {
                skipString();
            } else if (c == '{' || c == '[') {
                ++depth;
                ++m_at;
            } else if (c == '}' || c == ']') {
                if (depth == 0)
                    break;
                ++m_at;
                --depth;
            } else if (depth == 0 && c == ',') {
                break;
            } else {
                m_line += c == '\n' ? 1 : 0;
                ++m_at;
                continue;
            }
            if (depth == 0)
                return;
        }
        m_failed = m_failed || m_at >= m_json.size() || m_at == start;
    }

    void skipString() {
        ++m_at;
        while (m_at < m_json.size()) {
            const void* found = std::memchr(m_json.data() + m_at, '"', size_t(m_json.size() - m_at));
            if (!found) {
                m_at = m_json.size();
                return;
            }
            const qsizetype quote = static_cast<const char*>(found) - m_json.data();
            qsizetype slashes = 0;
            while (quote - slashes > m_at && m_json.at(quote - slashes - 1) == '\\')
                ++slashes;
            m_at = quote + 1;
            if (slashes % 2 == 0)
                return;
        }
    }

    QByteArrayView m_json;
    Notebook& m_notebook;
    qsizetype m_at = 0;
    int m_line = 1;
    qsizetype m_taken = 0;
    bool m_failed = false;
};

} // namespace

Notebook readNotebook(QByteArrayView json) {
    Notebook notebook;
    NotebookReader(json, notebook).run();
    return notebook;
}

} // namespace reberth::analysis
