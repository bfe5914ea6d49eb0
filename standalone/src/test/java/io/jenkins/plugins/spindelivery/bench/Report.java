package io.jenkins.plugins.spindelivery.bench;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/**
 * What was measured.
 *
 * @param date when
 * @param machine on what
 * @param kubernetes the server's version
 * @param rounds how many runs of each contestant counted
 * @param disturbed how many runs began although the machine was busy with something else
 * @param rows the figures
 */
record Report(
        @JsonProperty("date") String date,
        @JsonProperty("machine") Machine machine,
        @JsonProperty("kubernetes") String kubernetes,
        @JsonProperty("rounds") int rounds,
        @JsonProperty("disturbed") int disturbed,
        @JsonProperty("rows") List<Row> rows) {
    private static final String BEGIN = "<!-- figures: written by ./dev bench --docs -->";
    private static final String END = "<!-- end of figures -->";
    private static final ObjectMapper JSON = new ObjectMapper().configure(SerializationFeature.INDENT_OUTPUT, true);

    static Report of(Setting setting, int rounds, List<Row> rows) throws IOException {
        return new Report(
                LocalDate.now(ZoneOffset.UTC).toString(),
                Machine.here(),
                setting.cluster().api().get("/version").path("gitVersion").asText(),
                rounds,
                setting.quiet().disturbed(),
                List.copyOf(rows));
    }

    /** Writes the figures for programs. */
    void writeJson(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }

    /** Puts the figures between the marks of a page. */
    void writeInto(Path page) throws IOException {
        String text = Files.readString(page);
        int begin = text.indexOf(BEGIN) + BEGIN.length();
        int end = text.indexOf(END);
        if (begin < BEGIN.length() || end < begin) {
            throw new IllegalStateException(page + " has no place for the figures, between " + BEGIN + " and " + END);
        }
        Files.writeString(page, text.substring(0, begin) + "\n" + markdown() + text.substring(end));
    }

    /** A Markdown table, which a terminal shows well enough, too. */
    String markdown() {
        StringBuilder text = new StringBuilder();
        text.append("Measured on ")
                .append(date)
                .append(": ")
                .append(machine.text())
                .append("; Kubernetes ");
        text.append(kubernetes).append("; medians of ").append(rounds).append(" interleaved runs.\n");
        if (disturbed > 0) {
            text.append("Before ").append(disturbed).append(" runs the machine did not come to rest.\n");
        }
        text.append("\n| Work | Spin Delivery | Compared with | Its figure | Ratio | Target | Met |\n");
        text.append("|---|---:|---|---:|---:|---:|---|\n");
        rows.forEach(row -> text.append(line(row)));
        return text.toString();
    }

    private static String line(Row row) {
        boolean informs = Double.isInfinite(row.target());
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %s | %s | %s | %s |%n",
                row.work(),
                figure(row.ours(), row.unit()),
                row.peer(),
                row.peer().isEmpty() ? "" : figure(row.theirs(), row.unit()),
                row.peer().isEmpty() ? "" : figure(row.ratio()) + " ×",
                informs ? "" : row.peer().isEmpty() ? figure(row.target(), row.unit()) : figure(row.target()) + " ×",
                informs ? "" : row.met() ? "yes" : "**no**");
    }

    private static String figure(double value, String unit) {
        String number = value >= 100 || value == Math.rint(value)
                ? String.format(Locale.ROOT, "%,.0f", value)
                : String.format(Locale.ROOT, "%.1f", value);
        return number + " " + unit;
    }

    private static String figure(double ratio) {
        return String.format(Locale.ROOT, ratio < 0.1 ? "%.3f" : "%.2f", ratio);
    }
}
