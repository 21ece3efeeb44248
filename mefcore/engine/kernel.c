/* The fused kernel: out = LUT(sum_k w_k I_k), one pass over the picture, with the same weights for every pixel or
 * with weights read from a bilateral grid.
 *
 * A row is worked on in blocks of BLOCK pixels: frames are blended into a small float buffer, looked up there and
 * stored, so that nothing but the inputs, the LUT and the result ever leaves the first-level cache.
 *
 * The body, kernel_variant.h, is compiled for the machine's baseline and, on x86, once more for AVX2 and FMA; which
 * one runs is decided at run time.  Plain C, no Python headers: it is loaded with ctypes, which releases the GIL.
 */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#if !defined(__GNUC__)
#error "the kernel needs the vector extensions of GCC or Clang"
#endif

#if defined(_WIN32)
#define PUBLIC __declspec(dllexport)
#else
#define PUBLIC __attribute__((visibility("default")))
#endif

#define ABI 3
#define BLOCK 256
#define MAX_FRAMES 64
#define GROUP 4  /* frames whose weights lie together */
#define CELL 16  /* floats that say how a group's weights vary within a cell */
#define PLANE (3 * BLOCK + 8)
#define INLINE static inline __attribute__((always_inline))

enum { TYPE_U8, TYPE_U16, TYPE_F32 };
enum { LOOKUP_NONE, LOOKUP_TRILINEAR, LOOKUP_TETRAHEDRAL };
enum { VARIANT_BASELINE, VARIANT_AVX2 };

/* The sum of both is what a frame's values are multiplied with. */
typedef struct {
    float coarse, fine;
} Weight;

/* Weights that vary with column, row and luma, for k frames in `groups` of GROUP, the last padded with zeros.  A cell
 * is what lies between two nodes; an axis of one node has one cell, whose far side is its near one.
 *
 * Mirrored, as is Job, field by field in native.py.
 */
typedef struct {
    const float *nodes; /* [height][width][depth][groups][GROUP] */
    const int32_t *row_cell; /* per row: which cell, and how far in it, 0 to 1 */
    const float *row_fraction;
    const int32_t *column_cell; /* per column: the index of its first cell along luma, and how far in it */
    const float *column_fraction;
    float *cells; /* room for one row's [groups][cells along x][cells along luma][CELL], aligned to 64 bytes */
    double scale; /* what a weight is multiplied with before a frame is: 1 / full scale */
    int32_t width, height, depth, groups;
} Grid;

typedef struct {
    const void *const *frames; /* k pointers to the first row */
    const int64_t *strides;    /* k distances between rows, in bytes */
    const Weight *weights;     /* k: those of every pixel or, with a grid, those of its guide */
    const Grid *grid;          /* or NULL */
    void *out;
    int64_t out_stride; /* bytes */
    int64_t rows, width;
    const float *lut; /* n*n*n entries of 4 floats (r, g, b, 0), red fastest */
    float steps[3], offset[3]; /* lattice coordinate = blend * steps - offset */
    int32_t k, n;
    int32_t type_in, type_out, lookup;
} Job;

typedef float f4 __attribute__((vector_size(16)));
typedef float f8 __attribute__((vector_size(32)));
typedef double d4 __attribute__((vector_size(32)));
typedef int32_t i4 __attribute__((vector_size(16)));
typedef int32_t i8 __attribute__((vector_size(32)));
typedef uint16_t h4 __attribute__((vector_size(8)));
typedef uint16_t h8 __attribute__((vector_size(16)));
typedef float f4u __attribute__((vector_size(16), aligned(4), may_alias));
typedef float f8u __attribute__((vector_size(32), aligned(4), may_alias));

INLINE size_t cells_along(int32_t nodes) { return nodes > 1 ? (size_t)nodes - 1 : 1; }

#define VARIANT(name) name##_baseline
#define WIDTH 4
#define FLOATS f4
#define INTS i4
#define SHORTS h4
#include "kernel_variant.h"
#undef VARIANT
#undef WIDTH
#undef FLOATS
#undef INTS
#undef SHORTS

#if defined(__x86_64__)
#define HAVE_AVX2 1
#if defined(__clang__)
#pragma clang attribute push(__attribute__((target("avx2,fma"))), apply_to = function)
#else
#pragma GCC push_options
#pragma GCC target("avx2,fma")
#endif
#define VARIANT(name) name##_avx2
#define WIDTH 8
#define FLOATS f8
#define INTS i8
#define SHORTS h8
#include "kernel_variant.h"
#if defined(__clang__)
#pragma clang attribute pop
#else
#pragma GCC pop_options
#endif
#endif

PUBLIC int32_t luxcube_abi(void) { return ABI; }

/* Whether this processor can run a variant. */
PUBLIC int32_t luxcube_has(int32_t variant) {
#if defined(HAVE_AVX2)
    if (variant == VARIANT_AVX2) {
        __builtin_cpu_init();
        return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
    }
#endif
    return variant == VARIANT_BASELINE;
}

PUBLIC void luxcube_apply(int32_t variant, const Job *job) {
#if defined(HAVE_AVX2)
    if (variant == VARIANT_AVX2) {
        run_avx2(job);
        return;
    }
#endif
    (void)variant;
    run_baseline(job);
}

/* (r, g, b) entries to (r, g, b, 0): the two neighbours along red become one 256-bit load. */
PUBLIC void luxcube_pad(const float *table, float *padded, int64_t entries) {
    for (int64_t i = 0; i < entries; i++) {
        padded[4 * i] = table[3 * i];
        padded[4 * i + 1] = table[3 * i + 1];
        padded[4 * i + 2] = table[3 * i + 2];
        padded[4 * i + 3] = 0.0f;
    }
}
