package io.jenkins.plugins.spindelivery.cli.run;

import io.jenkins.plugins.spindelivery.cli.output.Console;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccount;
import io.jenkins.plugins.spindelivery.engine.aws.api.AwsAccounts;
import io.jenkins.plugins.spindelivery.engine.aws.api.SdkAccount;
import io.jenkins.plugins.spindelivery.engine.problem.Problem;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException;
import io.jenkins.plugins.spindelivery.engine.problem.ProblemException.Category;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Connects to AWS by the ids of {@link AwsProfile}s, when they are first needed. */
public final class AwsConnections implements AwsAccounts, AutoCloseable {
    private final Console console;
    private final Map<String, SdkAccount> open = new ConcurrentHashMap<>();

    /**
     * Connects nothing yet.
     *
     * @param console its environment has keys, or says where profiles are
     */
    public AwsConnections(Console console) {
        this.console = console;
    }

    @Override
    public AwsAccount account(String id) {
        return open.computeIfAbsent(id, this::connect);
    }

    private SdkAccount connect(String id) {
        try {
            return new SdkAccount(AwsProfile.parse(id).settings(console.env()));
        } catch (IllegalArgumentException e) {
            // The id comes from a state file, which a person can edit or take from another program.
            throw new ProblemException(Category.INPUT, List.of(Problem.of("cli.account", "", id)), e);
        }
    }

    @Override
    public void close() {
        open.values().forEach(SdkAccount::close);
        open.clear();
    }
}
