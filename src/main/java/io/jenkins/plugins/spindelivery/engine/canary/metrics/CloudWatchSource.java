package io.jenkins.plugins.spindelivery.engine.canary.metrics;

import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsFault;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel;
import io.jenkins.plugins.spindelivery.engine.operation.Parallel.Outcome;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import software.amazon.awssdk.services.cloudwatch.CloudWatchClient;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/**
 * CloudWatch in one region of an AWS account, asked by {@code GetMetricData}. See
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
 */
public final class CloudWatchSource implements MetricSource {
    /** What queries and configurations call the type. */
    public static final String TYPE = "cloudWatch";

    /** What CloudWatch gives at most in one answer. */
    private static final int MOST_POINTS = 100_800;

    private static final int MOST_PAGES = 100;
    private static final int AT_ONCE = 4;

    /** Two callers with four requests each: as many as other sources take unless somebody configures more. */
    private static final int CALLERS = 2;

    private static final Duration COME_AGAIN = Duration.ofSeconds(5);
    private static final Set<String> BAD_QUERY = Set.of(
            "ValidationError",
            "ValidationException",
            "InvalidParameterValue",
            "InvalidParameterValueException",
            "InvalidParameterCombination",
            "InvalidParameterCombinationException",
            "MissingRequiredParameterException");

    private final String name;
    private final Supplier<AwsAccount> account;
    private final String region;
    private final Semaphore callers = new Semaphore(CALLERS);

    /**
     * A source.
     *
     * @param name what canaries call it
     * @param account finds who asks; looked for with each question
     * @param region where; empty for the account's usual one
     */
    public CloudWatchSource(String name, Supplier<AwsAccount> account, String region) {
        this.name = name;
        this.account = account;
        this.region = region;
    }

    @Override
    public List<Problem> check(MetricQuery query) {
        request(query);
        return List.of();
    }

    @Override
    public List<Outcome<Series>> fetch(List<MetricQuery> queries, Executor executor) {
        if (!callers.tryAcquire()) {
            MetricException busy = new MetricException(
                    Category.ACCESS, Problem.of("canary.source-busy", "", name, TYPE, ""), true, COME_AGAIN, null);
            return queries.stream()
                    .map(query -> new Outcome<Series>(null, busy))
                    .toList();
        }
        try {
            List<Outcome<Series>> outcomes = new ArrayList<>();
            for (int from = 0; from < queries.size(); from += AT_ONCE) {
                List<MetricQuery> some = queries.subList(from, Math.min(from + AT_ONCE, queries.size()));
                outcomes.addAll(Parallel.tryAll(executor, some, this::series, (query, outcome) -> {}));
            }
            return outcomes;
        } finally {
            callers.release();
        }
    }

    /**
     * Asks for a metric that need not be there, to see whether the credential may ask.
     *
     * @param now until when
     * @throws io.jenkins.plugins.spindelivery.engine.problem.ProblemException when it may not, or nobody answers
     */
    public void greet(Instant now) {
        MetricDataQuery question = MetricDataQuery.builder()
                .id(CloudWatchQuery.RESULT)
                .metricStat(stat -> stat.period(60).stat("Average").metric(metric -> metric.namespace("AWS/EC2")
                        .metricName("CPUUtilization")))
                .build();
        client().getMetricData(request ->
                request.startTime(now.minus(Duration.ofMinutes(5))).endTime(now).metricDataQueries(question));
    }

    private CloudWatchClient client() {
        AwsAccount who = account.get();
        String where = region.isEmpty()
                ? who.regions().stream()
                        .findFirst()
                        .orElseThrow(() -> MetricException.wrong("canary.cloudwatch-region", "", name, who.name()))
                : region;
        return who.region(where).cloudWatch();
    }

    private GetMetricDataRequest.Builder request(MetricQuery query) {
        String type = QueryFields.type(query);
        if (!type.isEmpty() && !type.equals(TYPE)) {
            throw MetricException.wrong("canary.query-type", query.metric(), type, name, TYPE);
        }
        // Points beyond the limit are an error here already.
        new Grid(query, MOST_POINTS);
        return GetMetricDataRequest.builder()
                .startTime(query.scope().start())
                .endTime(query.scope().end())
                .scanBy(ScanBy.TIMESTAMP_ASCENDING)
                .metricDataQueries(CloudWatchQuery.of(query));
    }

    private Series series(MetricQuery query) {
        GetMetricDataRequest.Builder request = request(query);
        Points points = new Points(query);
        String next = null;
        int pages = 0;
        do {
            GetMetricDataResponse page = page(query, request.nextToken(next).build());
            page.metricDataResults().forEach(points::add);
            next = page.nextToken();
            pages++;
        } while (next != null && !next.isEmpty() && pages < MOST_PAGES);
        return points.series();
    }

    private GetMetricDataResponse page(MetricQuery query, GetMetricDataRequest request) {
        try {
            return client().getMetricData(request);
        } catch (AwsFault e) {
            Problem said = e.problems().get(0);
            if (BAD_QUERY.contains(e.code())) {
                // The third argument of all faults is what AWS said.
                throw new MetricException(
                        Category.INPUT,
                        Problem.of(
                                "canary.query-refused",
                                query.metric(),
                                name,
                                said.arguments().get(2)),
                        false,
                        null,
                        e);
            }
            throw new MetricException(
                    Category.ACCESS, said, e.passing(), e.retryAfter().orElse(null), e);
        }
    }

    /** The points of all pages. */
    private final class Points {
        private final MetricQuery query;
        private final Grid grid;
        private final double[] sums;
        private final int[] counts;
        private final Set<String> labels = new LinkedHashSet<>();
        private boolean any;

        Points(MetricQuery query) {
            this.query = query;
            this.grid = new Grid(query, MOST_POINTS);
            this.sums = new double[grid.points()];
            this.counts = new int[grid.points()];
        }

        void add(MetricDataResult result) {
            if (result.statusCode() == StatusCode.FORBIDDEN) {
                throw MetricException.lasting(Category.ACCESS, "canary.cloudwatch-forbidden", query.metric(), name);
            } else if (result.statusCode() == StatusCode.INTERNAL_ERROR) {
                throw new MetricException(
                        Category.ACCESS, Problem.of("canary.cloudwatch-error", query.metric(), name), true, null, null);
            }
            if (result.values().isEmpty()) {
                return;
            }
            labels.add(String.valueOf(result.label()));
            if (labels.size() > 1) {
                throw MetricException.wrong(
                        "canary.cloudwatch-several", query.metric(), name, String.join(", ", labels));
            }
            for (int i = 0; i < result.values().size(); i++) {
                put(result.timestamps().get(i), result.values().get(i));
            }
        }

        /** A point stands for the period from its time on, which begins at a full period and not where the window does. */
        private void put(Instant time, double value) {
            long index = grid.nearest(time.toEpochMilli());
            if (index >= 0 && index < sums.length) {
                sums[(int) index] += value;
                counts[(int) index]++;
                any = true;
            }
        }

        Series series() {
            if (!any) {
                return grid.nothing();
            }
            double[] values = grid.gaps();
            for (int i = 0; i < values.length; i++) {
                values[i] = counts[i] == 0 ? Double.NaN : sums[i] / counts[i];
            }
            return grid.series(values);
        }
    }
}
