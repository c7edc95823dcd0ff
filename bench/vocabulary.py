"""What the sources are made of: words, parts of names, venues, formulas.

The words are put together at random, so that no sentence is anybody's. So are the names, out of the parts of
historic ones, with middle initials: real libraries hold many different people, and nobody is meant here.
"""

from __future__ import annotations

from dataclasses import dataclass


def _listed(text: str) -> list[str]:
    """What stands between commas."""
    return [each.strip() for each in text.split(",")]


WORDS = _listed("""
ability, account, accurate, action, adaptive, added, agent, aim, alone, amount, analysis, angle, answer,
apparent, area, array, artefact, aspect, attention, average, axis, background, balance, band, baseline,
basis, batch, behaviour, benchmark, best, bias, binary, blind, block, blur, body, border, bound, branch,
bright, broad, budget, build, camera, candidate, capture, careful, case, cell, centre, chain, challenge,
change, channel, chart, choice, circuit, class, clean, clear, closed, cloud, cluster, coarse, code,
coding, coherent, collection, colour, column, common, compact, comparison, complete, complex, component,
compression, concept, condition, consistent, constant, constraint, context, contrast, control,
conversion, core, correct, cost, coupled, cover, crop, current, curve, data, decision, decoder, deep,
degree, dense, depth, design, detail, detection, device, difference, different, diffusion, dimension,
direct, discrete, display, distance, distortion, domain, dual, dynamic, edge, effect, efficient, element,
embedding, encoder, energy, ensemble, entropy, error, estimate, evaluation, event, evidence, exact,
example, expert, exposure, external, face, factor, failure, fair, fast, feature, field, figure, filter,
final, fine, first, fixed, flat, flexible, flow, focus, form, frame, frequency, fusion, future, gain,
gap, gate, general, generation, geometry, global, gradient, grain, graph, grid, ground, group, guide,
hand, hard, hardware, head, heavy, height, hidden, hierarchy, high, histogram, human, hybrid, image,
implicit, improvement, independent, index, indoor, input, instance, integral, intensity, interface,
internal, invariant, inverse, joint, kernel, key, known, label, landmark, language, large, latent,
lattice, layer, learning, length, level, light, limit, line, linear, link, local, long, loop, loss, low,
machine, main, manifold, map, margin, mask, match, material, matrix, mean, measure, medium, memory, mesh,
message, method, metric, mixed, mobile, model, modern, module, moment, monotone, motion, moving,
multiple, narrow, natural, nearest, network, neural, node, noise, normal, novel, number, object,
observation, offset, online, open, operator, optical, optimal, order, outcome, outdoor, output, overall,
pair, panel, parallel, parameter, part, partial, particle, patch, path, pattern, peak, perception,
performance, period, phase, physical, pixel, plain, plane, plausible, point, policy, pool, pose, power,
practice, precise, prediction, prior, problem, process, product, profile, progress, projection, proof,
proposal, proxy, pyramid, quality, quantity, query, random, range, rank, rapid, rate, ratio, raw, ray,
reader, real, reason, recall, receptive, recognition, record, recovery, reduction, reference, region,
regular, relation, reliable, remote, rendering, report, residual, resolution, resource, response,
restoration, result, retrieval, reward, rich, rigid, robust, role, rotation, route, row, sample,
saturation, scale, scene, scheme, score, search, second, segment, selection, semantic, sensor, separate,
sequence, series, setting, shadow, shape, shared, sharp, shift, short, side, signal, similar, simple,
single, sketch, skill, slow, small, smooth, software, solution, source, space, sparse, spatial, speed,
spread, stable, stage, standard, state, static, step, stereo, storage, strategy, stream, strength,
strong, structure, student, study, style, subject, supervision, support, surface, survey, symbol,
synthetic, system, table, target, task, teacher, temporal, term, test, texture, theory, thin, threshold,
time, token, tool, track, training, transfer, transform, transport, tree, trend, trial, trigger, true,
tuning, unit, unknown, update, useful, user, value, variable, variation, vector, velocity, version,
video, view, visual, volume, wave, weak, weight, wide, window, world, zero, zone
""")
SMALL_WORDS = _listed("""
the, of, a, and, in, to, for, with, on, by, that, is, are, from, as, we, our, this, which, at, between,
under, over, each
""")
ACCENTED_WORDS = _listed("""
naïve, Poincaré, Schrödinger, Gödel, Erdős, Hölder, Möbius, Szegő, Čech, Fréchet, Łukasiewicz, façade
""")
FORMULAS = (
    "$O(n \\log n)$",
    "$x_{t+1} = x_t - \\eta \\nabla f(x_t)$",
    "$\\ell_1$",
    "$4\\times$",
    "$\\mathbf{y} = \\mathbf{A}\\mathbf{x} + \\epsilon$",
    "$\\sigma = 0.1$",
    "$10^{-3}$",
    "$k < n$",
)
GIVEN_NAMES = _listed("""
Ada, Alan, Albert, Alonzo, Amalie, Ángel, Blaise, Bernhard, Carl, Charles, Christiaan, Claude, Émilie,
Édouard, Élie, Emmy, Évariste, Felix, George, Giuseppe, Gösta, Grace, Hans, Hedy, Hermann, Henri,
Hypatia, Isaac, Jacques, János, Jean-Baptiste, Johann, John, José, Joseph, Karl, Katherine, Kurt,
Leonhard, Lise, Luitzen, Maria, Marie, Marie-Sophie, Mary, Max, Niels, Paul, Pierre-Simon, Rózsa, René,
Søren, Sofia, Srinivasa, Tullio, Wacław, Wolfgang, Zhang
""")
FAMILY_NAMES = _listed("""
Lovelace, Turing, Einstein, Church, Noether, Pascal, Riemann, Gauß, Babbage, Huygens, Shannon, du
Châtelet, Lucas, Cartan, Galois, Klein, Boole, Peano, Mittag-Leffler, Hopper, Zermelo, Lamarr, Weyl,
Poincaré, Newton, Hadamard, Bolyai, Fourier, Bernoulli, von Neumann, Echegaray, Weierstraß, Johnson,
Gödel, Euler, Meitner, Brouwer, Agnesi, Curie, Germain, Somerville, Planck, Abel, Erdős, Laplace, Péter,
Descartes, Kierkegaard, Kovalevskaya, Ramanujan, Levi-Civita, Sierpiński, Pauli, Heng, Łukasiewicz,
Čebyšëv, Hölder, Möbius, Ørsted, Szegő, de Moivre, van der Waerden, Fréchet, Banach, Ångström,
Schrödinger, Dvořák, Muñoz, Gonçalves
""")
CITIES = _listed("""
Venice, Vienna, Kyoto, Porto, Lima, Seoul, Oslo, Cairo
""")


@dataclass(frozen=True, slots=True)
class Venue:
    """A conference or a journal as its publisher calls it."""

    name: str
    abbreviation: str
    publisher: str
    is_journal: bool = False


VENUES = (
    Venue("IEEE/CVF Conference on Computer Vision and Pattern Recognition", "CVPR", "IEEE"),
    Venue("IEEE/CVF International Conference on Computer Vision", "ICCV", "IEEE"),
    Venue("European Conference on Computer Vision", "ECCV", "Springer"),
    Venue("IEEE International Conference on Image Processing", "ICIP", "IEEE"),
    Venue("ACM International Conference on Multimedia", "MM", "ACM"),
    Venue("International Conference on Machine Learning", "ICML", "PMLR"),
    Venue("International Conference on Learning Representations", "ICLR", "OpenReview"),
    Venue("AAAI Conference on Artificial Intelligence", "AAAI", "AAAI Press"),
    Venue("British Machine Vision Conference", "BMVC", "BMVA"),
    Venue("IEEE International Conference on Multimedia and Expo", "ICME", "IEEE"),
    Venue("IEEE Transactions on Pattern Analysis and Machine Intelligence", "TPAMI", "IEEE", True),
    Venue("IEEE Transactions on Image Processing", "TIP", "IEEE", True),
    Venue("IEEE Transactions on Circuits and Systems for Video Technology", "TCSVT", "IEEE", True),
    Venue("International Journal of Computer Vision", "IJCV", "Springer", True),
    Venue("ACM Transactions on Graphics", "TOG", "ACM", True),
    Venue("Pattern Recognition", "PR", "Elsevier", True),
)
