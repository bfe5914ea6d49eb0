package io.jenkins.plugins.spindelivery.engine.problem;

import java.util.List;
import java.util.stream.Collectors;

/** Ends a piece of work because of problems that a user can cause and mend; shown without a stack trace. */
public class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Who has to act. */
    public enum Category {
        /** The input is wrong. */
        INPUT,
        /** The cluster refused it: admission, quota, conflict, an immutable field. */
        REFUSED,
        /** The cluster can't be reached, or the credential may not do it. */
        ACCESS,
        /** It was accepted and went wrong afterwards. */
        FAILED
    }

    private final Category category;
    private final transient List<Problem> problems;

    /**
     * Problems found together.
     *
     * @param category who has to act
     * @param problems at least one
     */
    public ProblemException(Category category, List<Problem> problems) {
        this(category, problems, null);
    }

    /**
     * One problem.
     *
     * @param category who has to act
     * @param problem what is wrong
     */
    public ProblemException(Category category, Problem problem) {
        this(category, List.of(problem), null);
    }

    /**
     * Problems with the exception that brought them to light.
     *
     * @param category who has to act
     * @param problems at least one
     * @param cause for the developer's log; may be {@code null}
     */
    public ProblemException(Category category, List<Problem> problems, Throwable cause) {
        super(problems.stream().map(Problem::describe).collect(Collectors.joining("\n")), cause);
        if (problems.isEmpty()) {
            throw new IllegalArgumentException("no problem given");
        }
        this.category = category;
        this.problems = List.copyOf(problems);
    }

    /**
     * Several exceptions as one.
     *
     * @param exceptions at least one
     * @return the only one as it is, or one with the problems of all, each once, and the category of the first
     */
    public static ProblemException together(List<ProblemException> exceptions) {
        if (exceptions.size() == 1) {
            return exceptions.get(0);
        }
        List<Problem> all = exceptions.stream()
                .flatMap(exception -> exception.problems().stream())
                .distinct()
                .toList();
        return new ProblemException(exceptions.get(0).category(), all, exceptions.get(0));
    }

    /**
     * Who has to act.
     *
     * @return the category
     */
    public Category category() {
        return category;
    }

    /**
     * What is wrong.
     *
     * @return at least one problem
     */
    public List<Problem> problems() {
        return problems;
    }
}
