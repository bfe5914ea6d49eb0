package io.jenkins.plugins.spindelivery.engine.expression;

import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactFetcher;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.artifact.SafeUrl;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;

/** {@code #fromUrl} and its kin. Within one call of {@code evaluate} a URL is fetched once and stays what it was. */
final class UrlHelpers {
    private final ExpressionContext context;
    private final Map<String, String> fetched = new HashMap<>();

    UrlHelpers(ExpressionContext context) {
        this.context = context;
    }

    Object text(Call call) {
        return fetch(call);
    }

    Object json(Call call) {
        return Helpers.readJson(fetch(call), call);
    }

    Object yaml(Call call) {
        return Helpers.readYaml(context, shown(call), fetch(call), call);
    }

    Object properties(Call call) {
        String text = fetch(call);
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        call.meter().charge(properties.size());
        Map<String, Object> sorted = new LinkedHashMap<>();
        properties.stringPropertyNames().stream()
                .sorted()
                .forEach(name -> sorted.put(name, properties.getProperty(name)));
        return Collections.unmodifiableMap(sorted);
    }

    private String fetch(Call call) {
        ArtifactFetcher fetcher =
                context.urls().orElseThrow(() -> new ExpressionFault("expression.no-urls", call.method()));
        String url = call.text(0);
        String scheme = url.toLowerCase(Locale.ROOT);
        if (!scheme.startsWith("http://") && !scheme.startsWith("https://")) {
            throw new ExpressionFault("expression.url-scheme", call.method());
        }
        String known = fetched.get(url);
        if (known == null) {
            known = download(fetcher, url, call);
            fetched.put(url, known);
        }
        call.meter().makeText(known.length());
        return known;
    }

    private static String download(ArtifactFetcher fetcher, String url, Call call) {
        Meter meter = call.meter();
        meter.fetch();
        Instant start = meter.clock().instant();
        try {
            Fetched result = fetcher.fetch(url);
            meter.checkText(result.content().length);
            return Helpers.utf8(result.content());
        } catch (ProblemException e) {
            throw new ProblemException(
                    e.category(),
                    e.problems().stream()
                            .map(problem -> discreet(problem, url, call))
                            .toList(),
                    e);
        } finally {
            meter.pause(Duration.between(start, meter.clock().instant()));
        }
    }

    /** A URL that was computed may hold a value in its path, and any value may be a secret. */
    private static Problem discreet(Problem problem, String url, Call call) {
        String full = SafeUrl.display(url);
        List<String> arguments = problem.arguments().stream()
                .map(argument -> argument.equals(full) ? shown(call) : argument)
                .toList();
        return new Problem(problem.code(), arguments, problem.where());
    }

    private static String shown(Call call) {
        return call.literal() ? SafeUrl.display(call.text(0)) : SafeUrl.origin(call.text(0));
    }
}
