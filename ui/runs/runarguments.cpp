#include "ui/runs/runarguments.h"

#include <QCoreApplication>
#include <QRegularExpression>

namespace reberth::ui {

namespace {

QString tr(const char* text) {
    return QCoreApplication::translate("RunArguments", text);
}

/// "lr=0.1": hydra and its like take assignments.
bool isAssignment(const recipe::Parameter& parameter) {
    return parameter.name.endsWith(QLatin1Char('='));
}

bool isPositional(const recipe::Parameter& parameter) {
    return !parameter.name.startsWith(QLatin1Char('-')) && !isAssignment(parameter);
}

QString quoted(const QString& argument) {
    static const QRegularExpression plain(QStringLiteral("^[A-Za-z0-9_@%+=:,./-]+$"));
    if (plain.match(argument).hasMatch()) {
        return argument;
    }
    QString text = argument;
    return QLatin1Char('\'') + text.replace(QLatin1Char('\''), QLatin1String("'\\''")) + QLatin1Char('\'');
}

} // namespace

bool isFlag(const recipe::Parameter& parameter) {
    return parameter.type == QLatin1String("bool") && !isPositional(parameter) && !isAssignment(parameter) &&
           parameter.choices.isEmpty();
}

bool flagDefault(const recipe::Parameter& parameter) {
    return parameter.defaultValue.compare(QLatin1String("true"), Qt::CaseInsensitive) == 0 ||
           parameter.defaultValue == QLatin1String("1");
}

QString parameterObjection(const recipe::Parameter& parameter, const QString& value) {
    if (value.isEmpty()) {
        return parameter.required ? tr("%1 needs a value.").arg(parameter.name) : QString();
    }
    bool fine = true;
    if (parameter.type == QLatin1String("int")) {
        value.toLongLong(&fine);
        return fine ? QString() : tr("%1 takes a whole number.").arg(parameter.name);
    }
    if (parameter.type == QLatin1String("float")) {
        value.toDouble(&fine);
        return fine ? QString() : tr("%1 takes a number.").arg(parameter.name);
    }
    if (!parameter.choices.isEmpty() && !parameter.choices.contains(value)) {
        return tr("%1 takes one of: %2.").arg(parameter.name, parameter.choices.join(QStringLiteral(", ")));
    }
    return {};
}

QStringList runArguments(const QList<recipe::Parameter>& parameters, const QMap<QString, QString>& values) {
    QStringList options;
    QStringList positional;
    for (const recipe::Parameter& parameter : parameters) {
        const QString value = values.value(parameter.name);
        if (isFlag(parameter)) {
            // Given, a flag turns its default round; whichever that is.
            if (!value.isEmpty() && (value == QLatin1String("1")) != flagDefault(parameter)) {
                options.append(parameter.name);
            }
        } else if (isPositional(parameter)) {
            if (!value.isEmpty()) {
                positional.append(value);
            }
        } else if (isAssignment(parameter)) {
            if (!value.isEmpty() && (value != parameter.defaultValue || parameter.required))
                options.append(parameter.name + value);
        } else if (!value.isEmpty() && (value != parameter.defaultValue || parameter.required)) {
            options.append(parameter.name);
            options.append(value);
        }
    }
    return options + positional;
}

QString commandLine(const QString& command, const QStringList& arguments) {
    QString line = command;
    for (const QString& argument : arguments) {
        line += QLatin1Char(' ') + quoted(argument);
    }
    return line;
}

} // namespace reberth::ui
