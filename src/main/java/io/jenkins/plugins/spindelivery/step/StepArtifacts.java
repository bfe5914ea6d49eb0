package io.jenkins.plugins.spindelivery.step;

import com.cloudbees.plugins.credentials.CredentialsProvider;
import com.cloudbees.plugins.credentials.common.StandardCredentials;
import hudson.model.Item;
import io.jenkins.plugins.spindelivery.delivery.StageContext;
import io.jenkins.plugins.spindelivery.engine.artifact.AccessToken;
import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactFetcher;
import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactSource;
import io.jenkins.plugins.spindelivery.engine.artifact.ArtifactSources;
import io.jenkins.plugins.spindelivery.engine.artifact.Fetched;
import io.jenkins.plugins.spindelivery.engine.artifact.RepositorySource;
import io.jenkins.plugins.spindelivery.engine.artifact.RepositorySource.Kind;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Fetches for one stage what its {@code artifact} names: from the servers of repositories that its job may read, from
 * buckets with the AWS account that it names, and from any URL.
 */
final class StepArtifacts implements ArtifactFetcher {
    private final StageContext context;
    private final String account;
    private final ArtifactSources sources;
    private boolean isAws;

    /**
     * Looks for the account, and fetches nothing yet.
     *
     * @param context the stage's build
     * @param account an AWS account or a server of repositories; empty for the first server that fits
     * @param urls fetches other URLs
     * @throws ProblemException when there is no such account or server, or the build may not use it
     */
    StepArtifacts(StageContext context, String account, ArtifactFetcher urls) {
        this.context = context;
        this.account = account;
        this.sources = new ArtifactSources(urls, all());
    }

    @Override
    public Fetched fetch(String reference) {
        if (account.isEmpty() && reference.strip().regionMatches(true, 0, "s3:", 0, "s3:".length())) {
            throw new ProblemException(
                    Category.INPUT, Problem.of("step.artifact-account", "", ArtifactSources.display(reference)));
        }
        return UrlFetcher.hinting(() -> sources.fetch(reference));
    }

    /**
     * The AWS account that reads from buckets.
     *
     * @return its name; empty when none was named
     */
    String awsAccount() {
        return isAws ? account : "";
    }

    /**
     * Whether a reference leads to a repository.
     *
     * @param reference as a user wrote it
     * @return whether a server of repositories takes it
     */
    boolean isRepository(String reference) {
        return sources.isRepository(reference);
    }

    private List<ArtifactSource> all() {
        Item job = context.run().getParent();
        List<RepositoryServer> servers = FetchConfiguration.get().getServers().stream()
                .filter(server -> server.serves(job))
                .toList();
        List<RepositoryServer> chosen = servers.stream()
                .filter(server -> server.getName().equals(account))
                .toList();
        List<ArtifactSource> all = new ArrayList<>();
        if (account.isEmpty() || !chosen.isEmpty()) {
            (account.isEmpty() ? servers : chosen).forEach(server -> all.add(new Lazy(server)));
        } else {
            isAws = true;
            AwsAccount aws = context.awsAccount(account, null);
            all.add(SharedSources.get().buckets(aws, context.operation().clock()));
        }
        for (Kind kind : Kind.values()) {
            all.add(SharedSources.get()
                    .repositories(
                            "", kind, "", AccessToken.NONE, context.operation().clock()));
        }
        return all;
    }

    /** A server whose credential is read when it is needed: what is wrong with another's does not matter. */
    private final class Lazy implements ArtifactSource {
        private final RepositoryServer server;

        Lazy(RepositoryServer server) {
            this.server = server;
        }

        @Override
        public boolean takes(String reference) {
            return RepositorySource.takes(server.kind(), server.getUrl(), reference);
        }

        @Override
        public Fetched fetch(String reference) {
            Optional<StandardCredentials> credential = server.credential();
            credential.ifPresent(used -> CredentialsProvider.track(context.run(), used));
            AccessToken token = credential.map(RepositoryServer::token).orElse(AccessToken.NONE);
            return SharedSources.get()
                    .repositories(
                            server.getName(),
                            server.kind(),
                            server.getUrl(),
                            token,
                            context.operation().clock())
                    .fetch(reference);
        }
    }
}
