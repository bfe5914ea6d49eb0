package io.jenkins.plugins.spindelivery.cli.run;

import io.jenkins.plugins.spindelivery.cli.output.Console;
import io.jenkins.plugins.spindelivery.engine.artifact.AccessToken;
import io.jenkins.plugins.spindelivery.engine.artifact.AddressKind;
import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactSource;
import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactSources;
import io.jenkins.plugins.spindelivery.engine.artifact.FetchPatience;
import io.jenkins.plugins.spindelivery.engine.artifact.FetchPolicy;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.artifact.HostResolver;
import io.jenkins.plugins.spindelivery.engine.artifact.HttpSource;
import io.jenkins.plugins.spindelivery.engine.artifact.RepositorySource;
import io.jenkins.plugins.spindelivery.engine.artifact.S3Source;
import io.jenkins.plugins.spindelivery.engine.artifact.TryLater;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Fetches for one command over networks: URLs, repositories and buckets. Connections are made when they are needed. */
public final class Downloads implements AutoCloseable {
    private static final Set<String> LOCAL_REFUSED = Set.of("artifact.address-loopback", "artifact.address-link-local");

    private final FetchPolicy policy;
    private final List<ArtifactSourceArgument> named;
    private final Console console;
    private final Consumer<String> notice;
    private final AwsConnections accounts;
    private final FetchPatience patience;
    private HttpSource http;
    private ArtifactSources sources;

    /**
     * Downloads of one command.
     *
     * @param allowLocalUrls whether URLs may lead to this machine and to link-local addresses; metadata services are out
     *     of reach in any case
     * @param named what the user says of sources; the public servers and the usual AWS account need no saying
     * @param console for the environment and the clock
     * @param notice told when a server is waited for
     */
    public Downloads(
            boolean allowLocalUrls, List<ArtifactSourceArgument> named, Console console, Consumer<String> notice) {
        this.policy = allowLocalUrls
                ? FetchPolicy.DEFAULT.allowing(AddressKind.LOOPBACK).allowing(AddressKind.LINK_LOCAL)
                : FetchPolicy.DEFAULT;
        this.named = List.copyOf(named);
        this.console = console;
        this.notice = notice;
        this.accounts = new AwsConnections(console);
        this.patience = new FetchPatience(console.clock(), FetchPatience.USUAL);
    }

    /**
     * Fetches a URL as anybody would: no token goes with it.
     *
     * @param url {@code http:} or {@code https:}
     * @return the content
     * @throws ProblemException when it can't be had
     */
    public Fetched url(String url) {
        try {
            return http().fetch(url);
        } catch (ProblemException e) {
            throw hinted(e);
        }
    }

    /**
     * Fetches what a reference names, and waits for servers that ask for it.
     *
     * @param reference a URL, or an {@code s3:}, {@code github:} or {@code gitlab:} reference
     * @return the content
     * @throws ProblemException when it can't be had, or would have to be waited for too long
     */
    public Fetched reference(String reference) {
        while (true) {
            try {
                return sources().fetch(reference);
            } catch (TryLater e) {
                pause(e);
            } catch (ProblemException e) {
                throw hinted(e);
            }
        }
    }

    /**
     * Whether a reference leads to a repository of GitHub's or GitLab's.
     *
     * @param reference as a user wrote it
     * @return whether one of the servers takes it
     */
    public boolean isRepository(String reference) {
        return sources().isRepository(reference);
    }

    private void pause(TryLater busy) {
        Duration wait = patience.await(busy);
        notice.accept(busy.problems().get(0).message() + " "
                + Problem.of("cli.fetch-waits", "", wait.toSeconds()).message());
        try {
            Thread.sleep(wait.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(Category.ACCESS, busy.problems(), e);
        }
    }

    private HttpSource http() {
        if (http == null) {
            http = client();
        }
        return http;
    }

    private HttpSource client() {
        HttpClient client = HttpSource.client(HttpClient.newBuilder(), policy);
        return new HttpSource(client, policy, HostResolver.SYSTEM, console.clock());
    }

    private ArtifactSources sources() {
        if (sources == null) {
            List<ArtifactSource> all = new ArrayList<>();
            named.forEach(argument -> all.add(source(argument)));
            for (RepositorySource.Kind kind : RepositorySource.Kind.values()) {
                all.add(RepositorySource.of(kind, "", AccessToken.NONE, client()));
            }
            all.add(buckets(new AwsProfile("", "", "", ""), ""));
            sources = new ArtifactSources(this::url, all);
        }
        return sources;
    }

    private ArtifactSource source(ArtifactSourceArgument argument) {
        return argument.kind()
                .<ArtifactSource>map(kind ->
                        RepositorySource.of(kind, argument.option("url"), argument.token(console.env()), client()))
                .orElseGet(() -> buckets(argument.profile(), argument.option("region")));
    }

    private ArtifactSource buckets(AwsProfile profile, String region) {
        return S3Source.lazily(
                () -> accounts.account(profile.id()),
                () -> region.isEmpty() ? profile.usualRegion(console.env()).orElse("") : region,
                policy,
                console.clock());
    }

    /** The engine speaks of what an account allows; here a flag does. */
    private static ProblemException hinted(ProblemException refused) {
        List<Problem> problems = new ArrayList<>(refused.problems());
        if (problems.stream().map(Problem::code).anyMatch(LOCAL_REFUSED::contains)) {
            problems.add(Problem.of("cli.allow-private-hosts", ""));
        }
        return new ProblemException(refused.category(), problems, refused);
    }

    @Override
    public void close() {
        accounts.close();
    }
}
